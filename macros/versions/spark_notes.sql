{#
    What is noted of a node on Spark, where nothing has transactions but one statement by itself: notes are properties of
    the view that shows the node, so that rows and notes change at once.

        spark_notes(ref('int_core'))
          ->  {'code': '5ab1…', 'rows': 'intermediate.int_core__rows_1f03…', 'of': {'shop-loo': {'made_from': 'c07e…',
              'version': 'c07e…', 'belongs_to': 'shop', 'state': 'c07e…'}}}

    rows: the table whose rows of these states the view shows. A table of rows has each state of a partition as a partition
    of its own, which is written once and never changed.
#}
{% macro spark_notes(relation) %}
    {% set notes = {'code': none, 'rows': none, 'of': {}} %}
    {% for property in run_query('show tblproperties ' ~ relation).rows %}
        {% set name = property['key'] %}
        {% if name.startswith('corate.of.') %}
            {% set made_from, version, belongs_to, state = fromjson(property['value']) %}
            {% do notes.of.update({
                name[10:]: {'made_from': made_from, 'version': version, 'belongs_to': belongs_to, 'state': state}
            }) %}
        {% elif name in ('corate.code', 'corate.rows') %}
            {% do notes.update({name[7:]: property['value']}) %}
        {% endif %}
    {% endfor %}
    {{ return(notes) }}
{% endmacro %}

{# The notes of a node of the graph; none where it is not made yet. known: what has been read of them, by node. #}
{% macro spark_notes_of(node, known={}) %}
    {% if node.unique_id in known %}
        {{ return(known[node.unique_id]) }}
    {% endif %}
    {% set relation = api.Relation.create(
        schema=node.schema, identifier=node.identifier if node.resource_type == 'source' else node.alias
    ) %}
    {% if node.resource_type != 'source' and not adapter.get_relation(none, relation.schema, relation.identifier) %}
        {{ return(none) }}
    {% endif %}
    {% do known.update({node.unique_id: corate.spark_notes(relation)}) %}
    {{ return(known[node.unique_id]) }}
{% endmacro %}

{# The version of all partitions of a node together; none where it has none. #}
{% macro spark_whole_version(notes) %}
    {% set written = [] %}
    {% for partition, note in notes.of | dictsort(case_sensitive=true) if note.version %}
        {% do written.append(partition ~ '=' ~ note.version) %}
    {% endfor %}
    {{ return(local_md5(written | join('|')) if written) }}
{% endmacro %}

{#
    What is to be made anew of a node, or is gone: rows as those of due_partitions, which says the same for engines that
    keep notes in tables.
#}
{% macro spark_due(node, code, notes, known={}) %}
    {% set made_by = corate.made_by(node) %}
    {% set parents = [] %}
    {% for name in node.depends_on.nodes | unique | sort if corate.has_notes(corate.node_of(name)) %}
        {% set parent = corate.node_of(name) %}
        {% set noted = corate.spark_notes_of(parent, known) %}
        {% if noted is none %}
            {% do exceptions.raise_compiler_error(
                node.name ~ ' reads ' ~ parent.name ~ ', which is not made yet: select +' ~ node.name
            ) %}
        {% endif %}
        {% do parents.append(
            {'name': name, 'of': noted.of, 'read_by': corate.read_by(node, parent), 'whole': corate.spark_whole_version(noted)}
        ) %}
    {% endfor %}
    {% set belongs = {} %}
    {% for parent in parents if parent.read_by == 'partition' %}
        {% for partition, note in parent.of.items() if partition %}
            {% do belongs.update({partition: [note.belongs_to or '', belongs.get(partition) or ''] | max}) %}
        {% endfor %}
    {% endfor %}
    {% set due = [] %}
    {% for partition in [''] + belongs | list | sort %}
        {% set read = [] %}
        {# that of a table with partitions is of its form alone #}
        {% for parent in parents if partition or not made_by %}
            {% set version = parent.whole if parent.read_by == 'whole'
                else parent.of.get(partition if parent.read_by == 'partition' else belongs[partition], {}).version %}
            {% do read.append(parent.name ~ '=' ~ version) if version %}
        {% endfor %}
        {% set made_from = local_md5(code ~ read | join('|')) %}
        {% if notes.of.get(partition, {}).made_from != made_from %}
            {% do due.append(corate.spark_due_row(partition, made_from, belongs.get(partition) or none)) %}
        {% endif %}
    {% endfor %}
    {% for partition, note in notes.of.items() if partition and note.made_from and partition not in belongs %}
        {% do due.append(corate.spark_due_row(partition, none, note.belongs_to)) %}
    {% endfor %}
    {{ return(due) }}
{% endmacro %}

{% macro spark_due_row(partition, made_from, belongs_to) %}
    {{ return({
        'partition': partition,
        'made_from': made_from,
        'belongs_to': belongs_to,
        'is_gone': made_from is none,
        'partition_key': corate.spark_narrow_key(partition),
        'belongs_to_key': corate.spark_narrow_key(belongs_to or ''),
    }) }}
{% endmacro %}

{# narrow_key of a text that is known: the low half of its MD5, whose bytes count from the lowest. #}
{% macro spark_narrow_key(text) %}
    {% set digits = local_md5(text) %}
    {% set bytes = [] %}
    {% for place in range(30, 14, -2) %}
        {% do bytes.append(digits[place:place + 2]) %}
    {% endfor %}
    {{ return((bytes | join) | int(base=16) % 2147483647) }}
{% endmacro %}
