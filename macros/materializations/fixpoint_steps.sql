{# The small steps of the fixpoint materialization. #}

{# Makes a table anew from a query, whether or not it was there. #}
{% macro fixpoint_replace(relation, query) %}
    {% do adapter.drop_relation(relation.incorporate(type='table')) %}
    {% do adapter.dispatch('fixpoint_make', 'corate')(relation, query) %}
{% endmacro %}

{% macro default__fixpoint_make(relation, query) %}
    {% call statement('fixpoint_make') %}
        {{ create_table_as(False, relation, query) }}
    {% endcall %}
{% endmacro %}

{# On Spark, an empty table first: of one statement that dies, files would stay that no table knows, and bar its name. #}
{% macro spark__fixpoint_make(relation, query) %}
    {% set columns = [] %}
    {% for column in run_query('describe query ' ~ query).rows %}
        {% do columns.append(adapter.quote(column['col_name']) ~ ' ' ~ column['data_type']) %}
    {% endfor %}
    {% call statement('fixpoint_make') %}
        create table {{ relation }} ({{ columns | join(', ') }}) using parquet
    {% endcall %}
    {% call statement('fixpoint_fill') %}
        insert into {{ relation }} {{ query }}
    {% endcall %}
{% endmacro %}

{# Makes a view anew from a query, whether or not it was there. #}
{% macro fixpoint_view(relation, query) %}
    {% do adapter.drop_relation(relation) %}
    {% call statement('fixpoint_view') %}
        {{ create_view_as(relation, query) }}
    {% endcall %}
{% endmacro %}

{# The single value that a query returns. #}
{% macro fixpoint_value(query) %}
    {{ return(run_query(query).rows[0][0]) }}
{% endmacro %}

{# Whether two tables hold the same rows the same number of times: as many, and none that the other lacks. #}
{% macro fixpoint_same_rows(left, right) %}
    {% set more_rows = corate.fixpoint_value(
        'select abs((select count(*) from ' ~ left ~ ') - (select count(*) from ' ~ right ~ '))'
    ) %}
    {% if more_rows > 0 %}
        {{ return(false) }}
    {% endif %}
    {% set differing = corate.fixpoint_value(
        'select count(*) from (select ' ~ corate.fixpoint_columns(right) ~ ' from ' ~ left
        ~ ' except all select * from ' ~ right ~ ') as differing_rows'
    ) %}
    {{ return(differing == 0) }}
{% endmacro %}

{# The number of rows for the log, by the values of a column where one is named: '7 item, 9 user'. #}
{% macro fixpoint_counts(relation, counted_by) %}
    {% if not counted_by %}
        {{ return(corate.fixpoint_value('select count(*) from ' ~ relation) ~ ' rows') }}
    {% endif %}
    {% set counts = [] %}
    {% for row in run_query(
        'select ' ~ counted_by ~ ', count(*) from ' ~ relation ~ ' group by 1 order by 1'
    ).rows %}
        {% do counts.append(row[1] ~ ' ' ~ row[0]) %}
    {% endfor %}
    {{ return(counts | join(', ') or '0 rows') }}
{% endmacro %}

{# The columns of a table but those that are left out, separated by commas. #}
{% macro fixpoint_columns(relation, left_out='') %}
    {% set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') %}
    {{ return(columns | reject('in', left_out.split(', ')) | join(', ')) }}
{% endmacro %}
