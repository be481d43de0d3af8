-- The recipes whose steps are all made, in the version that they were made in. Public views show these alone:
-- after a build that failed half-way they would join the tables of two builds, and give wrong answers in
-- silence.
--
-- made after the tables that those views read:
-- depends_on: {{ ref('int_benchmark_entities') }}
-- depends_on: {{ ref('int_cuts_after_core') }}
-- depends_on: {{ ref('int_held_out_after_core') }}
-- depends_on: {{ ref('int_user_histories') }}
with recipes as (
    select
        recipe_key,
        recipe_version
    from {{ ref('int_recipes') }}
    where is_landed
),

int_finished_recipes as (
    select
        recipe_key,
        recipe_version
    from recipes
)

select * from int_finished_recipes
