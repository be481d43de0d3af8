{#
    A data test: two tables have the same totals in every group. A group that one of the two lacks
    counts as totals of 0. Counting rows and adding up their numbers shows, at a hundredth of the
    time of a key test, that a join neither lost a row nor repeated one.

    Arguments: group_by, the columns of both tables; totals, aggregates over the tested table; to,
    the other table; to_totals, aggregates over it (default: the same); to_where, a condition on it.
    A condition on the tested table goes to the test's config (`where`).

        - totals_match:
            arguments:
              group_by: [recipe_key]
              totals: [count(*), sum(source_row)]
              to: ref('int_interaction_fates')
          ->  one row per group in which a total differs, with both tables' totals
#}
{% test totals_match(model, group_by, totals, to, to_totals=none, to_where='true') %}
{%- set to_totals = to_totals or totals %}
with tested_totals as (
    select
        {{ group_by | join(', ') }},
        {%- for total in totals %}
        {{ total }} as total_{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model }}
    group by {{ group_by | join(', ') }}
),

other_totals as (
    select
        {{ group_by | join(', ') }},
        {%- for total in to_totals %}
        {{ total }} as total_{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ to }}
    where {{ to_where }}
    group by {{ group_by | join(', ') }}
)

select
    {%- for column in group_by %}
    coalesce(tested_totals.{{ column }}, other_totals.{{ column }}) as {{ column }},
    {%- endfor %}
    {%- for total in totals %}
    tested_totals.total_{{ loop.index }} as total_{{ loop.index }},
    other_totals.total_{{ loop.index }} as other_total_{{ loop.index }}{{ "," if not loop.last }}
    {%- endfor %}
from tested_totals
full outer join other_totals
    on
        {%- for column in group_by %}
        {{ 'and ' if not loop.first }}other_totals.{{ column }} = tested_totals.{{ column }}
        {%- endfor %}
where
    {%- for total in totals %}
    {{ 'or ' if not loop.first }}coalesce(tested_totals.total_{{ loop.index }}, 0)
    <> coalesce(other_totals.total_{{ loop.index }}, 0)
    {%- endfor %}
{% endtest %}
