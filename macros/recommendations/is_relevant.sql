{#
    Whether an event shows what a user was to be recommended: it is rated `relevant_from` or higher. Where that is
    not known every event counts, and so does one without a rating.

        {{ is_relevant('rating', 'relevant_from') }}, 3 and 4  ->  false;  3 and NULL  ->  true
#}
{% macro is_relevant(rating, relevant_from) -%}
    coalesce({{ rating }} >= {{ relevant_from }}, true)
{%- endmacro %}
