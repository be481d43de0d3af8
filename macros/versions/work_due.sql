{#
    What a node's turn has to do.

        work_due(compiled_code, load_cached_relation(this))
          ->  {'is_nothing': false, 'is_all': false, 'made_by': 'recipe', 'due': [{'partition': 'shop-loo', …}], …}

    is_nothing: all is as it would be made, or (is_waiting) a test looks at what is not made yet. is_of_some: not all
    recipes are selected (is_selected), and the others stay as they are. is_all: the table is to be made as a whole,
    since its code is another, it is not there, or --full-refresh asks for it. code, settled_at: what is to be noted of
    the node. due: rows of due_partitions, with the keys of partition and belongs_to. Most turns end with the first
    query: it takes a tenth of the time of that for what is due.
#}
{% macro work_due(compiled_code, existing_relation, imports='') %}
    {{ return(adapter.dispatch('work_due', 'corate')(compiled_code, existing_relation, imports)) }}
{% endmacro %}

{% macro spark__work_due(compiled_code, existing_relation, imports) %}
    {% set code = corate.code_version(compiled_code, '') %}
    {% set is_kept = existing_relation and not should_full_refresh() %}
    {% set own = corate.spark_notes(existing_relation) if is_kept else {'rows': none, 'of': {}} %}
    {% set due = corate.spark_due(model, code, own) %}
    {{ return({
        'is_nothing': is_kept and not due,
        'is_all': not is_kept or due | selectattr('partition', 'equalto', '') | list != [],
        'made_by': corate.made_by(model),
        'code': code,
        'is_of_some': false,
        'due': due,
        'own': own,
    }) }}
{% endmacro %}

{% macro duckdb__work_due(compiled_code, existing_relation, imports) %}
    {% set nodes = corate.version_table('nodes') %}
    {% set code = corate.code_version(compiled_code, imports) %}
    {% set known = run_query(
        'select node, code, settled_at, version from ' ~ nodes
        ~ " where node in ('" ~ ([model.unique_id] + model.depends_on.nodes) | join("', '") ~ "') order by node"
    ).rows %}
    {% set own = known | selectattr('node', 'equalto', model.unique_id) | first %}
    {% for parent in known if not parent['version'] and parent['node'].startswith('model.') %}
        {% set node = graph.nodes[parent['node']] %}
        {% if parent['node'] != model.unique_id and not adapter.get_relation(node.database, node.schema, node.alias) %}
            {% if model.resource_type == 'test' %}
                {{ return({'is_nothing': true, 'is_waiting': true, 'is_all': false, 'due': []}) }}
            {% endif %}
            {% do exceptions.raise_compiler_error(
                model.name ~ ' reads ' ~ node.name ~ ', which is not made yet: select +' ~ model.name
            ) %}
        {% endif %}
    {% endfor %}
    {% set parents = [] %}
    {% for parent in known if parent['version'] and parent['node'] != model.unique_id %}
        {% do parents.append(parent['node'] ~ '=' ~ parent['version']) %}
    {% endfor %}
    {% set is_of_some = corate.made_by(model) == 'recipe' and env_var('CORATE_RECIPES', '') != '' %}
    {% set work = {
        'is_nothing': false,
        'is_all': not existing_relation or (should_full_refresh() and not is_of_some),
        'made_by': corate.made_by(model),
        'code': code,
        'settled_at': local_md5(code ~ parents | join('|')),
        'is_of_some': is_of_some,
        'due': [],
    } %}
    {% set is_settled = own['settled_at'] == work.settled_at %}
    {% if is_of_some and (work.is_all or should_full_refresh()) %}
        {# nothing of it is there any more, or what is selected is to be made anew #}
        {% do corate.forget_partitions(of_all=work.is_all) %}
        {% set is_settled = false %}
    {% endif %}
    {% if not work.made_by and (work.is_all or not is_settled) %}
        {% do work.update({'is_all': true, 'due': [{'partition': '', 'made_from': work.settled_at}]}) %}
    {% elif work.made_by and not is_settled %}
        {# kept for note_work: rows that come back as text take as long as all the rest #}
        {% do run_query(
            'create or replace temporary table due_rows as select *, '
            ~ corate.narrow_key("coalesce(partition, '')") ~ ' as partition_key, '
            ~ corate.narrow_key("coalesce(belongs_to, '')") ~ ' as belongs_to_key from ('
            ~ corate.due_partitions("node = '" ~ model.unique_id ~ "'", "'" ~ code ~ "'") ~ ') as due'
        ) %}
        {% do work.update({'due': run_query('select * from due_rows order by partition').rows}) %}
        {% do work.update({'is_all': work.is_all or work.due | selectattr('partition', 'equalto', '') | list != []}) %}
    {% endif %}
    {% if work.is_of_some %}
        {% set selected = [] %}
        {% set others = [] %}
        {% for row in work.due %}
            {% set is_taken = not row['partition'] or row['is_gone'] or corate.is_selected(row['partition']) %}
            {% do (selected if is_taken else others).append(row) %}
        {% endfor %}
        {# a test looks at the others, too, where what there is of them is as it would be made #}
        {% if others and model.resource_type == 'test' %}
            {% set stale = corate.stale_recipes() | map(attribute='partition') | list %}
            {% do selected.extend(others | rejectattr('partition', 'in', stale)) %}
        {% endif %}
        {# what is left waits for a turn in which it is selected #}
        {% do work.update({'settled_at': work.settled_at if selected | length == work.due | length else none}) %}
        {% do work.update({'due': selected}) %}
        {% for row in others if row not in selected %}
            {% do run_query('delete from due_rows where partition = ' ~ corate.text_literal(row['partition'])) %}
        {% endfor %}
    {% endif %}
    {% do work.update({'is_nothing': not work.due and not work.is_all}) %}
    {% if work.is_nothing and (own['code'] != code or not is_settled) %}
        {% do run_query(
            'update ' ~ nodes ~ " set code = '" ~ code ~ "', settled_at = "
            ~ (corate.text_literal(work.settled_at) if work.settled_at else 'null')
            ~ " where node = '" ~ model.unique_id ~ "'"
        ) %}
    {% endif %}
    {{ return(work) }}
{% endmacro %}

{# Forgets what a node was made of: of all of its partitions, or of the recipes that are selected. #}
{% macro forget_partitions(of_all) %}
    {% set of_node = ' from ' ~ corate.version_table('partitions') ~ " where node = '" ~ model.unique_id ~ "'" %}
    {% for name in run_query('select partition' ~ of_node).columns['partition'].values()
        if of_all or (name and corate.is_selected(name)) %}
        {% do run_query('delete' ~ of_node ~ ' and partition = ' ~ corate.text_literal(name)) %}
    {% endfor %}
{% endmacro %}

{# The recipes of which a model is due, and their keys. #}
{% macro stale_recipes() %}
    {{ return(run_query(
        'select distinct due.partition, ' ~ corate.narrow_key('due.partition') ~ ' as partition_key from '
        ~ corate.version_table('due') ~ ' as due inner join ' ~ corate.version_table('nodes')
        ~ " as nodes on nodes.node = due.node where nodes.made_by = 'recipe' and nodes.kind <> 'test'"
        ~ " and due.partition <> ''"
    ).rows) }}
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
    {% for parent in model.depends_on.nodes if not corate.has_notes(corate.node_of(parent)) %}
        {# nobody knows whether it has changed: it is read in each run #}
        {% do made_how.update({'run': invocation_id}) %}
    {% endfor %}
    {# the name of the file is none of what is made #}
    {% set written = '"' ~ target.database ~ '"' %}
    {{ return(local_md5(
        compiled_code | replace(written ~ '.', '') | replace(corate.in_code(written) ~ '.', '') | replace(written, '')
        ~ tojson([made_how, columns], sort_keys=true)
        ~ (files or '')
    )) }}
{% endmacro %}
