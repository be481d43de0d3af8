{#
    A view, as dbt's own, that is made anew only where its code is another, or what it reads. Its notes pass on the
    versions of that.
#}
{% materialization view, default %}
    {# that of a project that has this one as a package is its own affair #}
    {% if model.package_name != 'corate' %}
        {{ return(dbt.materialization_view_default()) }}
    {% endif %}
    {% set existing_relation = load_cached_relation(this) %}
    {% set work = corate.work_due(compiled_code, existing_relation) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}

    {% set target_relation = this.incorporate(type='view') %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% do corate.open_transaction() %}
    {{ drop_relation_if_exists(existing_relation) }}
    {% call statement('main') %}
        {{ get_create_view_as_sql(target_relation, compiled_code) }}
    {% endcall %}
    {% do persist_docs(target_relation, model) %}
    {% do corate.note_work(work) %}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
