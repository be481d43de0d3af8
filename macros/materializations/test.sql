{#
    A data test, as dbt's own, that looks only at what was made since it passed last: it has notes as models have, and
    what it is due for is read as work_due says. With the variable `test_everything`, and where failures are to be
    stored, it looks at everything.
#}
{% materialization test, default %}
    {% set work = work_due(sql, this) %}
    {% if var('test_everything') %}
        {% do work.update({'is_all': true, 'is_nothing': false}) %}
    {% endif %}
    {% if should_store_failures() %}
        {% set relations = dbt.materialization_test_default().relations %}
    {% else %}
        {% set relations = [] %}
        {% set looked_at = 'select 1 as nothing where false' if work.is_nothing else code_of_due(sql, work) %}
        {% call statement('main', fetch_result=true) %}
            {{ get_test_sql(
                get_limit_subquery_sql(looked_at, config.get('limit')), config.get('fail_calc'),
                config.get('warn_if'), config.get('error_if'), limit=none
            ) }}
        {% endcall %}
    {% endif %}
    {% set failures, should_warn, should_error = load_result('main').data[0] %}
    {# what warns is told of again by the next run #}
    {% set warns = failures and (config.get('severity') | lower == 'warn' or not should_error) %}
    {% if warns or not failures %}
        {% do note_work(work, version='warned' if warns) %}
        {{ adapter.commit() }}
    {% endif %}
    {{ return({'relations': relations}) }}
{% endmaterialization %}
