{#
    Has an engine refuse what cannot be, such as a number of letters or one that is too large, as DuckDB does. Runs at the
    start of every dbt command. dbt-spark 1.11 sets Spark's ANSI mode to false, whatever a profile says.
#}
{% macro refuse_what_cannot_be() %}
    {% if execute %}
        {% do adapter.dispatch('refuse_what_cannot_be', 'corate')() %}
    {% endif %}
{% endmacro %}

{% macro default__refuse_what_cannot_be() %}
    {{ return(none) }}
{% endmacro %}

{% macro spark__refuse_what_cannot_be() %}
    {# dbt-spark gives these to the session with every statement #}
    {% do adapter.config.credentials.server_side_parameters.update({'spark.sql.ansi.enabled': 'true'}) %}
{% endmacro %}
