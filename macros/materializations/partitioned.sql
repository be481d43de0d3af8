{#
    A table of which only what has changed is made anew: see work_due. What is due is made beside the table, and takes
    the place of what was there in one transaction with the note of what it was made of. A contract's types and
    constraints hold as for dbt's own `table`.

    config:
        partition_by  optional: the kind of its partitions and the column that tells them apart,
                      `{'recipe': 'recipe_key'}`. Its parents with the same kind are read for these alone, and so are
                      parents by dataset for recipes: what the model says of one depends on no other. Without it, the
                      table is made as a whole.
        versions      optional: `rows` for a table that is made as a whole, of which readers depend on the rows (of
                      each partition), and not on what it was made of.
#}
{% materialization partitioned, default, supported_languages=['sql', 'python'] %}
    {% set work = corate.work_due(compiled_code, load_cached_relation(this)) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}

    {% set made_relation = make_intermediate_relation(this.incorporate(type='table')) %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ drop_relation_if_exists(load_cached_relation(made_relation)) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main', language=model['language']) %}
        {{- create_table_as(False, made_relation, corate.code_of_due(compiled_code, work), model['language']) -}}
    {% endcall %}
    {{ return(corate.put_in_place(made_relation, work)) }}
{% endmaterialization %}

{# The end of a turn in which there was nothing to do. #}
{% macro nothing_due() %}
    {% call noop_statement('main', 'CURRENT') %}
    {% endcall %}
    {{ return({'relations': [this]}) }}
{% endmacro %}
