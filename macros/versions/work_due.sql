{#
    What a node's turn has to do.

        work_due(compiled_code, load_cached_relation(this))
          ->  {'is_nothing': false, 'is_all': false, 'made_by': 'recipe', 'due': [{'partition': 'shop-loo', …}]}

    is_nothing: all is as it would be made. is_all: the table is to be made as a whole, since its code is another, it is
    not there, or --full-refresh asks for it. code: what is to be noted of the node. due: rows of due_partitions, with
    the keys of partition and belongs_to.
#}
{% macro work_due(compiled_code, existing_relation, imports='') %}
    {% set node = "'" ~ model.unique_id ~ "'" %}
    {% set code = "'" ~ corate.code_version(compiled_code, imports) ~ "'" %}
    {% set found = run_query(
        'select *, ' ~ narrow_key("coalesce(partition, '')") ~ ' as partition_key, '
        ~ narrow_key("coalesce(belongs_to, '')") ~ ' as belongs_to_key from ('
        ~ corate.due_partitions('node = ' ~ node, code)
        ~ ') as due union all select code, null, null, null, false, false, null, null from '
        ~ corate.version_table('nodes') ~ ' where node = ' ~ node ~ ' order by partition nulls first'
    ).rows %}
    {% set due = found[1:] %}
    {% if not due and found[0]['node'] != code[1:-1] %}
        {% do run_query('update ' ~ corate.version_table('nodes') ~ ' set code = ' ~ code ~ ' where node = ' ~ node) %}
    {% endif %}
    {% set is_all = not existing_relation or should_full_refresh() or due | selectattr('partition', 'equalto', '') | list %}
    {{ return({
        'is_nothing': not due and not is_all,
        'is_all': is_all,
        'made_by': corate.made_by(model),
        'code': code[1:-1],
        'due': due,
    }) }}
{% endmacro %}

{# A hash of all that a node is made by: its SQL, the form that its table is to have, and for Python what it imports. #}
{% macro code_version(compiled_code, imports) %}
    {% set columns = [] %}
    {% for column in model.columns.values() %}
        {% do columns.append([column.name, column.get('data_type'), column.get('constraints') | string]) %}
    {% endfor %}
    {% set made_how = {} %}
    {% for key in ['materialized', 'partition_by', 'versions', 'counted_by', 'blocks', 'start', 'settled_when', 'max_rounds', 'severity'] %}
        {% do made_how.update({key: model.config.get(key)}) %}
    {% endfor %}
    {% set imported = 'import ' ~ imports if imports else compiled_code if model.language == 'python' %}
    {% if imported %}
        {% set files = run_query("select imported_code_hash('" ~ imported | replace("'", "''") ~ "')").rows[0][0] %}
    {% endif %}
    {{ return(local_md5(
        compiled_code | replace('"' ~ target.database ~ '".', '')
        ~ tojson([made_how, columns], sort_keys=true)
        ~ (files or '')
    )) }}
{% endmacro %}
