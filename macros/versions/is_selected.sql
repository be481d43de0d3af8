{#
    Whether a recipe is among those that are to be built: all of them, or those of the environment variable
    CORATE_RECIPES, names and patterns separated by blanks. It is in no version: what is not selected stays as it is.

        CORATE_RECIPES='shop-* movielens-1m-core5'
        is_selected('shop-loo')  ->  true
#}
{% macro is_selected(recipe_id) %}
    {% set patterns = env_var('CORATE_RECIPES', '').split() %}
    {{ return(not patterns or corate.fits_any(recipe_id, patterns)) }}
{% endmacro %}

{# Whether a name is one of some names and patterns. #}
{% macro fits_any(name, patterns) %}
    {% for pattern in patterns %}
        {% if modules.re.fullmatch(modules.re.escape(pattern).replace('\\*', '.*'), name) %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}

{# Says which words of CORATE_RECIPES fit no recipe. #}
{% macro tell_unknown_recipes() %}
    {% set known = run_query(
        'select partition from ' ~ corate.version_table('partitions')
        ~ " where node = 'model.corate.int_recipes' and partition <> ''"
    ).columns['partition'].values() %}
    {% for pattern in env_var('CORATE_RECIPES', '').split() %}
        {% set fitting = [] %}
        {% for name in known if corate.fits_any(name, [pattern]) %}
            {% do fitting.append(name) %}
        {% endfor %}
        {% if not fitting %}
            {% do log("CORATE_RECIPES has '" ~ pattern ~ "', and no recipe that is made is called so (names are separated by blanks)", info=true) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
