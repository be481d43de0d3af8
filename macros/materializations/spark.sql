{#
    `partitioned`, `counted` and `blocked` on Spark: the query of what is due, written by partition (spark_write). Compiled
    code counts on one machine only, and a cluster has no need of blocks.
#}
{% materialization partitioned, adapter='spark' %}
    {{ return(corate.spark_made()) }}
{% endmaterialization %}

{% materialization counted, adapter='spark' %}
    {{ return(corate.spark_made()) }}
{% endmaterialization %}

{% materialization blocked, adapter='spark' %}
    {{ return(corate.spark_made()) }}
{% endmaterialization %}

{% macro spark_made() %}
    {% set work = corate.work_due(compiled_code, load_cached_relation(this)) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}
    {{ run_hooks(pre_hooks) }}
    {% do corate.spark_write(corate.code_of_due(compiled_code, work), work) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmacro %}

{#
    A view, whose notes pass on the versions of what it reads. The text of a long one is more than a metastore keeps (32,700
    bytes in Derby, which a session without another takes): that one is a table of rows, as `partitioned` makes it.
#}
{% materialization view, adapter='spark' %}
    {% if compiled_code | length > 30000 %}
        {{ return(corate.spark_made()) }}
    {% endif %}
    {% set work = corate.work_due(compiled_code, load_cached_relation(this)) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}
    {{ run_hooks(pre_hooks) }}
    {% set notes = {'code': work.code, 'of': {}} %}
    {% do notes.of.update(work.own.of) %}
    {% for row in work.due %}
        {% if row.is_gone %}
            {% do notes.of.pop(row.partition) %}
        {% else %}
            {% do notes.of.update({
                row.partition: {
                    'made_from': row.made_from, 'version': row.made_from, 'belongs_to': row.belongs_to, 'state': none
                }
            }) %}
        {% endif %}
    {% endfor %}
    {% if config.get('versions') == 'rows' %}
        {% do corate.spark_note_rows('(' ~ compiled_code ~ ') as made where true', notes) %}
    {% endif %}
    {% set columns = [] %}
    {% set selected = [] %}
    {% for name, type in corate.spark_columns(compiled_code) %}
        {% do columns.append(name) %}
        {% do selected.append('cast(' ~ adapter.quote(name) ~ ' as ' ~ type ~ ')') %}
    {% endfor %}
    {% call noop_statement('main', 'OK') %}
    {% endcall %}
    {% do corate.spark_show(
        this, model, columns, 'select ' ~ selected | join(', ') ~ ' from (\n' ~ compiled_code ~ '\n)', notes
    ) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmaterialization %}

{# Data tests look at everything, in every run. #}
{% materialization test, adapter='spark' %}
    {{ return(dbt.materialization_test_default()) }}
{% endmaterialization %}
