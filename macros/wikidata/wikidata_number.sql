{#
    The number in an id of Wikidata, by which ids are put in order: as text, Q10 would come before
    Q9. Ids are given out in ascending order, so that the lowest is the oldest.

        'Q171048'  ->  171048
#}
{% macro wikidata_number(id) -%}
    cast({{ corate.regexp_group(id, '^[PQ]([0-9]+)$', 1) }} as bigint)
{%- endmacro %}
