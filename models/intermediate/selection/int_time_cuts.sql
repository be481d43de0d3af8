-- The cuts of every global time split, and how many events have exactly the time of a cut: those
-- ties go to the later part whole.
with recipes as (
    select
        recipe_key,
        recipe_id
    from {{ ref('int_recipes') }}
),

cuts_before_core as (
    select
        recipe_key,
        valid_starts_at,
        test_starts_at,
        valid_events_at_cut,
        test_events_at_cut
    from {{ ref('int_cuts_before_core') }}
),

cuts_after_core as (
    select
        recipe_key,
        valid_starts_at,
        test_starts_at,
        valid_events_at_cut,
        test_events_at_cut
    from {{ ref('int_cuts_after_core') }}
),

union_cuts as (
    {% for split in ['valid', 'test'] %}
    {% for cuts in ['cuts_before_core', 'cuts_after_core'] %}
    select
        recipe_key,
        '{{ split }}' as split,
        {{ split }}_starts_at as starts_at,
        {{ split }}_events_at_cut as interactions_at_cut
    from {{ cuts }}
    where {{ split }}_starts_at is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

int_time_cuts as (
    select
        recipes.recipe_id,
        union_cuts.split,
        union_cuts.starts_at,
        union_cuts.interactions_at_cut
    from union_cuts
    inner join recipes on recipes.recipe_key = union_cuts.recipe_key
)

select * from int_time_cuts
