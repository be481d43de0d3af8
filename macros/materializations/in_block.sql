{#
    The condition that a row belongs to the block that the `blocked` materialization is making. On
    its own it is true: a model that says it is a query over all blocks, which is what unit tests
    run; the materialization puts the block's number in.

        where {{ in_block('sets.block_number') }}  ->  where /* in block: sets.block_number */ true
                                  and, in block 3  ->  where sets.block_number = 3
#}
{% macro in_block(column) -%}
    /* in block: {{ column }} */ true
{%- endmacro %}

{# What `in_block` writes, as a pattern whose group is the column. #}
{% macro block_condition_pattern() -%}
    {{ return('/\\* in block: (\\S+) \\*/ true') }}
{%- endmacro %}
