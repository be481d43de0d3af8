{#
    The code of a node over what is due of it. Of a part, it is the same code, in which each parent with the same partitions, or with those that they
    belong to, is read through a condition on its column. So models stay plain SQL over everything.

        … from "warehouse"."intermediate"."int_recipes"
          ->  … from (select * from "warehouse"."intermediate"."int_recipes" where recipe_id in ('shop-loo'))
#}
{% macro code_of_due(code, work) %}
    {% set part = namespace(code=code) %}
    {% for name in model.depends_on.nodes | unique if work.is_of_some or not work.is_all %}
        {% set parent = graph.nodes.get(name) or graph.sources.get(name) %}
        {% for kind, column in corate.partition_column(parent).items() %}
            {% if kind == work.made_by or (work.made_by == 'recipe' and kind == 'dataset') %}
                {% set query = '(select * from ' ~ parent.relation_name ~ ' where '
                    ~ corate.is_in_partitions(column, work, of_belongings=kind != work.made_by) ~ ')' %}
                {% set part.code = part.code | replace(
                    corate.in_code(parent.relation_name), corate.in_code(query)
                ) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(part.code) }}
{% endmacro %}

{#
    The condition that a row is of the due partitions, or of those that they belong to, by a column that holds their ids
    or keys, or numbers with the key in the high bits (see number_in and collection_of).

        is_in_partitions('recipe_key', …)  ->  recipe_key in (1734298, 98243)
#}
{% macro is_in_partitions(column, work, of_belongings=false) %}
    {% set values = [] %}
    {% for row in work.due %}
        {% if of_belongings %}
            {% do values.extend(corate.values_of_partition(column, 'dataset', row['belongs_to'], row['belongs_to_key'])) %}
        {% else %}
            {% do values.extend(corate.values_of_partition(column, work.made_by, row['partition'], row['partition_key'])) %}
        {% endif %}
    {% endfor %}
    {% if not values %}
        {{ return('false') }}
    {% endif %}
    {{ return(corate.partition_of_row(column) ~ ' in (' ~ values | unique | join(', ') ~ ')') }}
{% endmacro %}

{# What partition_of_row may be in rows of a partition, by the kind of partition, its id and the key of that. #}
{% macro values_of_partition(column, kind, partition, key) %}
    {% if not partition %}
        {{ return([]) }}
    {% elif column.endswith('_id') %}
        {{ return([corate.text_literal(partition)]) }}
    {% elif column in ('recipe_key', 'dataset_key') %}
        {{ return([key]) }}
    {% elif kind == 'feature_set' or column in ('feature_set_key', 'block_number') %}
        {{ return([partition]) }}
    {% endif %}
    {{ return([key, -1 - key]) }}
{% endmacro %}

{# What tells of a row which partition it belongs to, by the column that says so. #}
{% macro partition_of_row(column) %}
    {% set is_number = 'number' in column and not column.endswith('block_number') %}
    {{ return(corate.high_bits(column) if is_number else column) }}
{% endmacro %}

{# How a piece of SQL stands in the code of a node: within a text, where that is Python. #}
{% macro in_code(sql) %}
    {{ return(tojson(sql)[1:-1] if model.language == 'python' else sql) }}
{% endmacro %}
