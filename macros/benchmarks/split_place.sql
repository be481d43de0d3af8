{#
    Where an event stands among those that its recipe divides, after its split_time, as a whole number over the columns
    of a recipe and of the event: its row in the file, or, of a split that is not by time, a number of 62 bits by chance,
    which depends on the dataset, user, item, which of their events it is, and the seed, and on nothing else: no machine,
    no engine and no order of the file changes it. Of folds, those that follow the recipe's own come first, and it last.

        split 'leave_one_out', source_row 7                     ->  7
        split 'k_fold', folds 5, fold 2, a number 5 * n + 1     ->  4: it is test
#}
{% macro split_place(recipes, events) -%}
    {%- set chance -%}
        cast({{ corate.whole_quotient(corate.text_hash(
            recipes ~ '.dataset_id || \' \' || ' ~ events ~ '.user_key || \' \' || ' ~ events ~ '.item_key || \' \' || '
            ~ events ~ '.event_of_pair || \' \' || ' ~ recipes ~ '.seed'
        ), 4) }} as bigint)
    {%- endset -%}
    case
        when {{ recipes }}.split = 'k_fold'
            then ({{ chance }} % {{ recipes }}.folds - {{ recipes }}.fold + {{ recipes }}.folds) % {{ recipes }}.folds
        when {{ corate.is_split(recipes ~ '.split', 'shuffled') }} then {{ chance }}
        else {{ events }}.source_row
    end
{%- endmacro %}

{# The time that decides before split_place; NULL where the split is not by time. #}
{% macro split_time(recipes, events) -%}
    case when not {{ corate.is_split(recipes ~ '.split', 'shuffled') }} then {{ events }}.rated_at end
{%- endmacro %}
