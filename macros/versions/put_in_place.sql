{# Puts what was made of due partitions in place, in one transaction with the notes of it, and ends the node's turn. #}
{% macro put_in_place(made_relation, work) %}
    {{ return(adapter.dispatch('put_in_place', 'corate')(made_relation, work)) }}
{% endmacro %}

{% macro spark__put_in_place(made_relation, work) %}
    {% do corate.spark_write('select * from ' ~ made_relation, work) %}
    {% do adapter.drop_relation(made_relation) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='view')]}) }}
{% endmacro %}

{% macro duckdb__put_in_place(made_relation, work) %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set existing_relation = load_cached_relation(this) %}
    {% if work.is_all %}
        {{ drop_relation_if_exists(existing_relation) }}
        {% do adapter.rename_relation(made_relation, target_relation) %}
        {% do persist_docs(target_relation, model) %}
    {% else %}
        {% set column = corate.partition_column(model)[work.made_by] %}
        {% call statement('remove_due') %}
            delete from {{ this }} where {{ corate.is_in_partitions(column, work) }}
        {% endcall %}
        {% call statement('insert_made') %}
            insert into {{ this }} select * from {{ made_relation }}
        {% endcall %}
        {% do adapter.drop_relation(made_relation) %}
    {% endif %}
    {% do corate.note_work(work) %}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmacro %}

{# Notes what was made: of what, and which version readers of it depend on. #}
{% macro note_work(work, version=none) %}
    {% set partitions = corate.version_table('partitions') %}
    {% set noted_version = corate.text_literal(version) if version else 'made_from' %}
    {% call statement('note_work') %}
        update {{ corate.version_table('nodes') }} set
            code = '{{ work.code }}',
            settled_at = {{ 'null' if version == 'warned' or not work.settled_at else corate.text_literal(work.settled_at) }}
        where node = '{{ model.unique_id }}';
        {% if work.due %}
        delete from {{ partitions }} where node = '{{ model.unique_id }}'
            {{ 'and partition in (select partition from due_rows)' if work.made_by and not (work.is_of_some and work.is_all) }};
        insert into {{ partitions }}
        select '{{ model.unique_id }}', partition, made_from, {{ noted_version }}, belongs_to
        from {{ 'due_rows' if work.made_by else corate.due_as_a_whole(work) }}
        where not is_gone;
        {% if model.resource_type == 'model' %}
        {{ corate.note_whole("node = '" ~ model.unique_id ~ "'") }}
        {% endif %}
        {% endif %}
    {% endcall %}
    {% if model.config.get('versions') == 'rows' and model.resource_type == 'model' %}
        {% do corate.note_rows() %}
    {% endif %}
{% endmacro %}

{# What is due of a node without partitions, as due_rows has it of one with some. #}
{% macro due_as_a_whole(work) -%}
    (select '' as partition, {{ corate.text_literal(work.due[0]['made_from']) }} as made_from, null as belongs_to, false as is_gone)
{%- endmacro %}

{#
    Gives a node, and each of its partitions, a version read off its rows: what comes out as it was makes nobody anew.
    The post-hook of seeds, and of models whose config says `versions: rows`.
#}
{% macro note_rows() %}
    {% if execute %}
        {% set partitions = corate.version_table('partitions') %}
        {% set column = corate.partition_column(model).values() | first %}
        {% set belongs_to = model.config.get('belongs_to') %}
        {% set node = "'" ~ model.unique_id ~ "'" %}
        {% call statement('note_rows') %}
            create or replace temporary table noted_rows as
            select '' as partition, {{ corate.rows_hash('made') }} as version, null as belongs_to from {{ this }} as made
            {% if column %}
            union all
            select
                cast({{ column }} as {{ dbt.type_string() }}) as partition,
                {{ corate.rows_hash('made') }} as version,
                {{ 'max(' ~ belongs_to ~ ')' if belongs_to else 'null' }} as belongs_to
            from {{ this }} as made
            where {{ column }} is not null
            group by 1
            {% endif %}
        {% endcall %}
        {% set made_from = run_query(
            'select max(made_from) from ' ~ partitions ~ " where partition = '' and node = " ~ node
        ).rows[0][0] %}
        {% call statement('forget_rows') %}
            delete from {{ partitions }} where node = {{ node }}
        {% endcall %}
        {% call statement('note_versions') %}
            insert into {{ partitions }}
            select {{ node }}, partition,
                {{ "case when partition = '' then '" ~ made_from ~ "' end" if made_from else 'null' }}, version, belongs_to
            from noted_rows;
            {{ corate.note_whole('node = ' ~ node) }}
        {% endcall %}
    {% endif %}
{% endmacro %}
