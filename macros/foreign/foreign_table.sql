{#
    A table of another project that has this one as a package, by how the variable interactions_from names it: a model, or
    a source with its table.

        {{ foreign_table('orders') }}      ->  {{ ref('orders') }}
        {{ foreign_table('crm.orders') }}  ->  {{ source('crm', 'orders') }}
#}
{% macro foreign_table(name) -%}
    {%- set words = name.split('.') -%}
    {{ return(ref(name) if words | length == 1 else source(words[0], words[1])) }}
{%- endmacro %}
