{#
    A data test, as dbt's own, that looks only at what was made since it passed last: it has notes as models have, and
    what it is due for is read as work_due says. With the variable `test_everything`, and where failures are to be
    stored, it looks at everything.
#}
{% materialization test, default %}
    {# that of a project that has this one as a package is its own affair #}
    {% if model.package_name != 'corate' %}
        {{ return(dbt.materialization_test_default()) }}
    {% endif %}
    {% set work = corate.work_due(sql, this) %}
    {% if var('test_everything') and not work.is_waiting %}
        {% do work.update({'is_all': true, 'is_nothing': false}) %}
    {% endif %}
    {% if env_var('CORATE_RECIPES', '') and not work.made_by and not work.is_nothing %}
        {% set sql = corate.without_stale_recipes(sql) %}
    {% endif %}
    {% if should_store_failures() %}
        {% set relations = dbt.materialization_test_default().relations %}
    {% else %}
        {% set relations = [] %}
        {% call statement('main', fetch_result=true, auto_begin=not work.is_nothing) %}
            {% if work.is_nothing %}
                select 0 as failures, false as should_warn, false as should_error
            {% else %}
                {{ get_test_sql(
                    get_limit_subquery_sql(corate.code_of_due(sql, work), config.get('limit')), config.get('fail_calc'),
                    config.get('warn_if'), config.get('error_if'), limit=none
                ) }}
            {% endif %}
        {% endcall %}
    {% endif %}
    {% set failures, should_warn, should_error = load_result('main').data[0] %}
    {# what warns is told of again by the next run #}
    {% set warns = failures and (config.get('severity') | lower == 'warn' or not should_error) %}
    {% if not work.is_nothing and (warns or not failures) %}
        {% do corate.note_work(work, version='warned' if warns) %}
        {{ adapter.commit() }}
    {% endif %}
    {{ return({'relations': relations}) }}
{% endmaterialization %}

{#
    A test's query without rows of recipes that are not selected and of another state than what they are made of: they
    are left out of what is published, too.
#}
{% macro without_stale_recipes(sql) %}
    {% set stale = {'recipe_id': [], 'recipe_key': []} %}
    {% for row in corate.stale_recipes() if not corate.is_selected(row['partition']) %}
        {% do stale.recipe_id.append(corate.text_literal(row['partition'])) %}
        {% do stale.recipe_key.append(row['partition_key']) %}
    {% endfor %}
    {% set columns = adapter.get_column_schema_from_query(sql) | map(attribute='name') | list if stale.recipe_id else [] %}
    {% for column, values in stale.items() if column in columns %}
        {{ return(
            'select * from (' ~ sql ~ ') as found where coalesce(' ~ column ~ ' not in (' ~ values | join(', ') ~ '), true)'
        ) }}
    {% endfor %}
    {{ return(sql) }}
{% endmacro %}
