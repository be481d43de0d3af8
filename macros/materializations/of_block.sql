{#
    What an aggregate is over the block that the `blocked` materialization is making, in the model that
    numbers the blocks: written into the query as a number, so that the engine knows it before it plans.
    On its own it is `otherwise`, a whole number: see in_block.

        where id <= {{ of_block('max(id)', 1000) }}  ->  where id <= /* of block: max(id) */ 1000
                             and, in a block up to 20  ->  where id <= 20
#}
{% macro of_block(aggregate, otherwise) -%}
    /* of block: {{ aggregate }} */ {{ otherwise }}
{%- endmacro %}

{# What `of_block` writes, as a pattern whose group is the aggregate. #}
{% macro block_number_pattern() -%}
    {{ return('/\\* of block: (.+?) \\*/ \\d+') }}
{%- endmacro %}
