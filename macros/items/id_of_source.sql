{#
    An id of a list of one's own in the form that events of its dataset have: where a source's ids are read as numbers, so
    are those of a list beside it. `kind` is item or user.

        item '1.0' beside movielens, '104257' beside movietweetings, '1.0' beside anything else
          ->  '1', '0104257', '1.0'
#}
{% macro id_of_source(kind, id, source) -%}
    case {{ source }}
        when 'movielens' then {{ corate.whole_number_id(id) }}
        when 'movietweetings'
            then {{ corate.movietweetings_id(id) if kind == 'item' else corate.whole_number_id(id) }}
        else {{ id }}
    end
{%- endmacro %}
