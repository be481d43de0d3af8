{#
    The name of a part whose number (0, 1, 2) says how it stands in histories: train, valid, test; all where a recipe
    does not split.

        {{ part_name("'leave_one_out'", '2') }}  ->  'test'
#}
{% macro part_name(split_method, part) -%}
    case
        when {{ split_method }} = 'none' then 'all'
        when {{ part }} = 0 then 'train'
        when {{ part }} = 1 then 'valid'
        else 'test'
    end
{%- endmacro %}
