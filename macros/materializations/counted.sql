{#
    A table of what a query in SQL counts, which on DuckDB compiled code counts some fifty times as fast, to the same
    rows: learning/pairs.py, with numba. The query is a model like any other. It says what is counted; unit tests run
    it, and so does the materialization where the variable compiled_counting is false, where numba is missing, and on
    any other engine.

    config:
        counted_by    required: the function of learning/pairs.py. It reads the steps of the query that are named as
                      its parameters.

    Example: counted_by='count_pairs', of the parameters `sets` and `entries`; body = `with sets as (…), entries as
    (…), int_pairs as (…) select * from int_pairs`. Compiled code reads `with … select * from sets` and
    `with … select * from entries`.
#}
{% materialization counted, default %}
    {% set counted_by = config.require('counted_by') %}
    {% set work = corate.work_due(compiled_code, load_cached_relation(this), imports='learning.pairs') %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}

    {% set made_relation = make_intermediate_relation(this.incorporate(type='table')) %}
    {% set due_code = corate.code_of_due(compiled_code, work) %}
    {% set code = corate.counting_code(made_relation, due_code, counted_by) %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ drop_relation_if_exists(load_cached_relation(made_relation)) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {# Python writes by a connection of its own: nothing is in a transaction until it has #}
    {% call statement('main', language='python' if code else 'sql') %}
        {{- code or create_table_as(False, made_relation, due_code) -}}
    {% endcall %}
    {{ return(corate.put_in_place(made_relation, work)) }}
{% endmaterialization %}

{# What dbt runs for a Python model that counts; nothing where the query in SQL is to be run. #}
{% macro counting_code(relation, query, counted_by) %}
    {% if var('compiled_counting') not in [true, false] %}
        {{ exceptions.raise_compiler_error(
            "the variable compiled_counting is '" ~ var('compiled_counting') ~ "': write true or false"
        ) }}
    {% endif %}
    {{ return(adapter.dispatch('counting_code', 'corate')(relation, query, counted_by) if var('compiled_counting')) }}
{% endmacro %}

{% macro default__counting_code(relation, query, counted_by) %}
    {{ return(none) }}
{% endmacro %}

{% macro duckdb__counting_code(relation, query, counted_by) %}
    {% set model_in_python %}
from learning.compiled import count


def dbtObj(load_table):
    """What dbt hands a model so that it can ask for others; this one asks for none."""


def model(dbt, session):
    return count(session, {{ tojson(query) }}, {{ tojson(counted_by) }})
    {% endset %}
    {{ return(py_write_table(temporary=False, relation=relation, compiled_code=model_in_python | trim)) }}
{% endmacro %}
