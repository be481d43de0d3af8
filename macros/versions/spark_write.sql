{#
    Writes what is due of a node on Spark, and shows it: first the rows, which nobody sees yet, then the view, in one
    statement with the notes. What a run that died has left is cleared before.

    query makes the rows of what is due (code_of_due).
#}
{% macro spark_write(query, work) %}
    {% set columns = corate.spark_columns(query) %}
    {% set rows = api.Relation.create(
        schema=this.schema, identifier=this.identifier ~ '__rows_' ~ local_md5(tojson(columns))[:8]
    ) %}
    {% call statement('create_rows') %}
        create table if not exists {{ rows }} (
            {% for name, type in columns %}{{ adapter.quote(name) }} {{ type }}, {% endfor %}made_from string
        ) using parquet partitioned by (made_from)
    {% endcall %}
    {% set shown = corate.spark_shown_states() %}
    {% set notes = {'code': work.code, 'rows': rows | string, 'of': {}} %}
    {% do notes.of.update(work.own.of) %}
    {% set made = [] %}
    {% for row in work.due %}
        {% do notes.of.pop(row.partition, none) %}
        {% if not row.is_gone %}
            {% set note = {'made_from': row.made_from, 'version': row.made_from, 'belongs_to': row.belongs_to, 'state': none} %}
            {% if row.partition or not work.made_by %}
                {% do note.update({'state': corate.spark_new_state(row.made_from, shown)}) %}
                {% do made.append({'partition': row.partition, 'key': row.partition_key, 'state': note.state}) %}
            {% endif %}
            {% do notes.of.update({row.partition: note}) %}
        {% endif %}
    {% endfor %}
    {% if work.own.rows not in [none, rows | string] and notes.of.values() | selectattr('state') | list | length > made | length %}
        {% do exceptions.raise_compiler_error(
            model.name ~ ' has other columns than before, and not all of it is due: run it with --full-refresh'
        ) %}
    {% endif %}
    {% do corate.spark_clear(rows, shown) %}
    {# else, what is overwritten is the whole table, whatever profile the session has #}
    {% do run_query('set spark.sql.sources.partitionOverwriteMode = dynamic') %}
    {% call statement('main') %}
        {{ corate.spark_insert(rows, query, columns, work.made_by, made) if made else 'select 0' }}
    {% endcall %}
    {% if model.config.get('versions') == 'rows' or model.resource_type == 'seed' %}
        {# a state's name is no content of its rows #}
        {% set state = 'select ' ~ columns | map('first') | join(', ') ~ ' from ' ~ rows
            ~ " where made_from = '" ~ notes.of[''].state ~ "'" %}
        {% do corate.spark_note_rows('(' ~ state ~ ') as made where true', notes) %}
    {% endif %}
    {% do corate.spark_show(this, model, columns | map('first') | list, corate.spark_rows(rows, columns, notes), notes) %}
{% endmacro %}

{# The states that the node's own view or that for readers shows: these are never touched. #}
{% macro spark_shown_states() %}
    {% set shown = [] %}
    {% for relation in [this, corate.spark_public_relation(model)]
        if adapter.get_relation(none, relation.schema, relation.identifier) %}
        {% do shown.extend(corate.spark_notes(relation).of.values() | map(attribute='state') | list) %}
    {% endfor %}
    {{ return(shown | unique | list) }}
{% endmacro %}

{#
    A name for what is made of something: the same each time, so that what a run that died has left is overwritten, but
    where that is shown, as when it is made anew with --full-refresh.
#}
{% macro spark_new_state(made_from, shown) %}
    {% for state in [made_from, made_from ~ '_again', made_from ~ '_once_more'] if state not in shown %}
        {{ return(state) }}
    {% endfor %}
{% endmacro %}

{# The rows of a table of rows that are of the states that notes name. #}
{% macro spark_rows(rows, columns, notes) %}
    {% set states = notes.of.values() | map(attribute='state') | select | unique | list %}
    {{ return(
        'select `' ~ columns | map('first') | join('`, `') ~ '` from ' ~ rows ~ ' where '
        ~ ("made_from in ('" ~ states | join("', '") ~ "')" if states else 'false')
    ) }}
{% endmacro %}

{#
    Names and types of the columns that a node is to have: those of its contract, where it has one, else those of its
    query.
#}
{% macro spark_columns(query) %}
    {% set found = [] %}
    {% for column in run_query('describe query ' ~ query).rows %}
        {% do found.append((column['col_name'], column['data_type'])) %}
    {% endfor %}
    {% if not model.config.get('contract', {}).enforced %}
        {{ return(found) }}
    {% endif %}
    {% set declared = [] %}
    {% for column in model.columns.values() %}
        {% do declared.append((column.name, corate.spark_type(column.data_type))) %}
    {% endfor %}
    {% set names = declared | map('first') | sort | join(', ') %}
    {% set found_names = found | map('first') | sort | join(', ') %}
    {% if names != found_names %}
        {% do exceptions.raise_compiler_error(
            model.name ~ ' makes the columns ' ~ found_names ~ ', and its contract has ' ~ names
        ) %}
    {% endif %}
    {{ return(declared) }}
{% endmacro %}

{#
    A type of a contract in the words of Spark.

        spark_type('integer[]')  ->  array<integer>
#}
{% macro spark_type(type) %}
    {{ return('array<' ~ type[:-2] ~ '>' if type.endswith('[]') else type) }}
{% endmacro %}

{# Drops states that nobody is shown: former ones, and those of a run that died. #}
{% macro spark_clear(rows, shown) %}
    {% set dropped = [] %}
    {% for row in run_query('show partitions ' ~ rows).rows if row[0].split('=')[1] not in shown %}
        {% do dropped.append("partition (made_from = '" ~ row[0].split('=')[1] ~ "')") %}
    {% endfor %}
    {% if dropped %}
        {% do run_query('alter table ' ~ rows ~ ' drop if exists ' ~ dropped | join(', ')) %}
    {% endif %}
{% endmacro %}

{# A statement that writes rows, each to the state of its partition. #}
{% macro spark_insert(rows, query, columns, made_by, made) %}
    {% set selected = [] %}
    {% for name, type in columns %}
        {% set is_required = model.columns.get(name, {}).get('constraints', [])
            | selectattr('type', 'in', ['not_null', 'primary_key']) | list %}
        {% do selected.append(
            "coalesce(made." ~ adapter.quote(name) ~ ", raise_error('" ~ model.name ~ '.' ~ name ~ " is NULL'))"
            if is_required else 'made.' ~ adapter.quote(name)
        ) %}
    {% endfor %}
    {% if made_by %}
        {% set column = corate.partition_column(model)[made_by] %}
        {% set states = [] %}
        {% for row in made %}
            {% for value in corate.values_of_partition(column, made_by, row.partition, row.key) %}
                {% do states.append('(' ~ value ~ ", '" ~ row.state ~ "')") %}
            {% endfor %}
        {% endfor %}
        {{ return(
            'insert overwrite table ' ~ rows ~ ' partition (made_from)\nselect /*+ rebalance(made_from) */ ' ~ selected | join(', ')
            ~ ", coalesce(due.state, raise_error('" ~ model.name ~ " has rows of what is not due')) as made_from"
            ~ '\nfrom (\n' ~ query ~ '\n) as made left join (values ' ~ states | unique | join(', ')
            ~ ') as due (value, state) on due.value = ' ~ corate.partition_of_row('made.' ~ column)
        ) }}
    {% endif %}
    {{ return(
        'insert overwrite table ' ~ rows ~ " partition (made_from = '" ~ made[0].state ~ "')\nselect /*+ rebalance */ "
        ~ selected | join(', ') ~ ' from (\n' ~ query ~ '\n) as made'
    ) }}
{% endmacro %}

{# Gives a node, and each of its partitions, a version read off its rows (see note_rows), which are `made`. #}
{% macro spark_note_rows(made, notes) %}
    {% set of_state = ' from ' ~ made %}
    {% set whole = notes.of[''] %}
    {% set column = corate.partition_column(model).values() | first %}
    {% set belongs_to = model.config.get('belongs_to') %}
    {% set versions = run_query(
        "select '' as partition, " ~ corate.rows_hash('made') ~ ' as version, cast(null as string) as belongs_to' ~ of_state
        ~ (' union all select cast(' ~ column ~ ' as string), ' ~ corate.rows_hash('made') ~ ', '
            ~ ('max(' ~ belongs_to ~ ')' if belongs_to else 'null') ~ of_state ~ ' and ' ~ column ~ ' is not null group by '
            ~ column if column else '')
    ).rows %}
    {% do notes.of.clear() %}
    {% for row in versions %}
        {% set note = {'made_from': none, 'state': none, 'version': row['version'], 'belongs_to': row['belongs_to']} %}
        {% do note.update({'made_from': whole.made_from, 'state': whole.state}) if not row['partition'] %}
        {% do notes.of.update({row['partition']: note}) %}
    {% endfor %}
{% endmacro %}

{# Makes the view of a node, with its notes and, where they are to be kept, what its YAML says of it. #}
{% macro spark_show(relation, node, columns, query, notes) %}
    {% set documented = node.config.get('persist_docs') or {} %}
    {% set listed = [] %}
    {% for name in columns %}
        {% set description = node.columns.get(name, {}).get('description') if documented.get('columns') %}
        {% do listed.append(adapter.quote(name) ~ (' comment ' ~ corate.text_literal(description) if description else '')) %}
    {% endfor %}
    {% set properties = [] %}
    {% do properties.append("'corate.code' = '" ~ notes.code ~ "'") %}
    {% do properties.append("'corate.rows' = '" ~ notes.rows ~ "'") if notes.rows %}
    {% for partition, note in notes.of.items() %}
        {% do properties.append(
            corate.text_literal('corate.of.' ~ partition) ~ ' = '
            ~ corate.text_literal(tojson([note.made_from, note.version, note.belongs_to, note.state]))
        ) %}
    {% endfor %}
    {% call statement('show') %}
        create or replace view {{ relation }} ({{ listed | join(', ') }})
        {{ 'comment ' ~ corate.text_literal(node.description) if documented.get('relation') and node.description }}
        tblproperties ({{ properties | join(', ') }}) as
        {{ query }}
    {% endcall %}
{% endmacro %}
