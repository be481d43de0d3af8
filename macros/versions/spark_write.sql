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
    {% set notes = {'code': work.code, 'rows': rows | string, 'of': {}} %}
    {% set is_same_form = work.own.rows == rows | string %}
    {% for partition, note in work.own.of.items() if is_same_form and note.made_from %}
        {% do notes.of.update({partition: note}) %}
    {% endfor %}
    {% set made = [] %}
    {% for row in work.due %}
        {% if row.is_gone %}
            {% do notes.of.pop(row.partition, none) %}
        {% else %}
            {% do notes.of.update({
                row.partition: {'made_from': row.made_from, 'version': row.made_from, 'belongs_to': row.belongs_to}
            }) %}
            {% do made.append(row) if row.partition or not work.made_by %}
        {% endif %}
    {% endfor %}
    {% do corate.spark_clear(rows, notes.of.values() | map(attribute='made_from') | list, made) %}
    {% call statement('main') %}
        {{ corate.spark_insert(rows, query, columns, work.made_by, made) if made else 'select 0' }}
    {% endcall %}
    {% if model.config.get('versions') == 'rows' or model.resource_type == 'seed' %}
        {% set state = notes.of[''].made_from %}
        {% do corate.spark_note_rows(rows ~ " as made where made_from = '" ~ state ~ "'", state, notes) %}
    {% endif %}
    {% do corate.spark_show(this, model, columns | map('first') | list, corate.spark_rows(rows, columns, notes), notes) %}
{% endmacro %}

{# The rows of a table of rows that are of the states that notes name. #}
{% macro spark_rows(rows, columns, notes) %}
    {% set states = notes.of.values() | map(attribute='made_from') | select | unique | list %}
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

{# Drops states that neither the node's view nor that for readers shows, and what is half-written of the due ones. #}
{% macro spark_clear(rows, states, made) %}
    {% set shown = states + [] %}
    {% set public = corate.spark_public_relation(model) %}
    {% for relation in [this, public] if adapter.get_relation(none, relation.schema, relation.identifier) %}
        {% do shown.extend(corate.spark_notes(relation).of.values() | map(attribute='made_from') | list) %}
    {% endfor %}
    {% set due = made | map(attribute='made_from') | list %}
    {% set dropped = [] %}
    {% for row in run_query('show partitions ' ~ rows).rows %}
        {% set state = row[0].split('=')[1] %}
        {% do dropped.append("partition (made_from = '" ~ state ~ "')") if state not in shown or state in due %}
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
            {% for value in corate.values_of_partition(column, made_by, row.partition, row.partition_key) %}
                {% do states.append('(' ~ value ~ ", '" ~ row.made_from ~ "')") %}
            {% endfor %}
        {% endfor %}
        {{ return(
            'insert overwrite table ' ~ rows ~ ' partition (made_from)\nselect /*+ rebalance(made_from) */ ' ~ selected | join(', ')
            ~ ", coalesce(due.made_from, raise_error('" ~ model.name ~ " has rows of what is not due')) as made_from"
            ~ '\nfrom (\n' ~ query ~ '\n) as made left join (values ' ~ states | unique | join(', ')
            ~ ') as due (value, made_from) on due.value = ' ~ corate.partition_of_row('made.' ~ column)
        ) }}
    {% endif %}
    {{ return(
        'insert overwrite table ' ~ rows ~ " partition (made_from = '" ~ made[0].made_from ~ "')\nselect /*+ rebalance */ "
        ~ selected | join(', ') ~ ' from (\n' ~ query ~ '\n) as made'
    ) }}
{% endmacro %}

{# Gives a node, and each of its partitions, a version read off its rows (see note_rows), which are `made`. #}
{% macro spark_note_rows(made, state, notes) %}
    {% set of_state = ' from ' ~ made %}
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
        {% do notes.of.update({row['partition']: {
            'made_from': none if row['partition'] else state, 'version': row['version'], 'belongs_to': row['belongs_to']
        }}) %}
    {% endfor %}
{% endmacro %}

{# Makes the view of a node, with its notes and, where they are to be kept, what its YAML says of it. #}
{% macro spark_show(relation, node, columns, query, notes) %}
    {% set documented = node.config.get('persist_docs') or {} %}
    {% set listed = [] %}
    {% for name in columns %}
        {% set description = node.columns.get(name, {}).get('description') if documented.get('columns') %}
        {% do listed.append(adapter.quote(name) ~ (' comment ' ~ corate.spark_text(description) if description else '')) %}
    {% endfor %}
    {% set properties = [] %}
    {% do properties.append("'corate.code' = '" ~ notes.code ~ "'") %}
    {% do properties.append("'corate.rows' = '" ~ notes.rows ~ "'") if notes.rows %}
    {% for partition, note in notes.of.items() %}
        {% do properties.append(
            corate.spark_text('corate.of.' ~ partition) ~ ' = '
            ~ corate.spark_text(tojson([note.made_from, note.version, note.belongs_to]))
        ) %}
    {% endfor %}
    {% call statement('show') %}
        create or replace view {{ relation }} ({{ listed | join(', ') }})
        {{ 'comment ' ~ corate.spark_text(node.description) if documented.get('relation') and node.description }}
        tblproperties ({{ properties | join(', ') }}) as
        {{ query }}
    {% endcall %}
{% endmacro %}

{# A text as a literal of Spark, in which a backslash begins an escape. #}
{% macro spark_text(text) %}
    {{ return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") }}
{% endmacro %}
