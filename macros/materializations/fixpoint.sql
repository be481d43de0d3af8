{#
    A table that is reached by repeating one step until it changes nothing.

    The model's body is one round: a query over {{ this }}, the rows of the previous round, that
    returns the rows of the next one. Round 1 reads the rows of `start`.
    The last round is the one that changes nothing; it confirms the result.

    config:
        start         required: the step of the query with the rows before round 1: a CTE that does not read
                      {{ this }}, and has at least the columns of the body.
        key           optional: the column that tells rows apart. The table then has the columns of start that
                      the body leaves out, too: rounds read and write only what changes.
        max_rounds    required: the cap. A model that is not done by then fails, and leaves the
                      table of the run before as it was: all rounds are one transaction.
        settled_when  optional: a condition over the body's columns. Rows that meet it are set
                      aside with the number of the round, and no later round reads them.
        counted_by    optional: a column by whose values each round's log line counts the rows.

    The table has the body's columns and `settled_in_round` (NULL for rows that never settled).

    Example: `with start as (…), next_round as (select n - 1 as n from {{ this }}) select * from next_round` with
    (1), (2), (5) in start and settled_when = 'n = 0' makes (0, settled in round 1), (0, 2), (0, 5), after six rounds,
    the sixth of which is empty.
#}
{% materialization fixpoint, default %}
    {% set start = config.require('start') %}
    {% set key = config.get('key') %}
    {% if not modules.re.search('select \\* from \\w+\\s*$', compiled_code) %}
        {% do exceptions.raise_compiler_error(this.identifier ~ ' does not end in `select * from` one of its steps') %}
    {% endif %}
    {# the steps up to it: others read the table, which is not there yet #}
    {% set up_to_start = modules.re.match('(?s).*?\\b' ~ start ~ ' as \\((?:[^\\n]*|.*?\\n)\\)(?=,\\n)', compiled_code) %}
    {% if not up_to_start %}
        {% do exceptions.raise_compiler_error(
            this.identifier ~ ' has no step ' ~ start ~ ' that ends with a line `),`, before others that read it'
        ) %}
    {% endif %}
    {% set start_code = up_to_start.group(0) ~ '\nselect * from ' ~ start %}
    {% set max_rounds = config.require('max_rounds') | int %}
    {# a row for which the condition is unknown goes on #}
    {% set settled_when = 'coalesce(' ~ config.get('settled_when', 'false') ~ ', false)' %}
    {% set counted_by = config.get('counted_by') %}

    {% set work = corate.work_due(compiled_code, load_cached_relation(this)) %}
    {% if work.is_nothing %}
        {{ return(corate.nothing_due()) }}
    {% endif %}

    {% set target_relation = this.incorporate(type='table') %}
    {# what goes on from the last round, as a view: nothing is written twice #}
    {% set going_on = make_intermediate_relation(this.incorporate(type='view'), '__going_on') %}
    {% set round_code = corate.code_of_due(compiled_code, work) | replace(this | string, going_on | string) %}
    {# one round reads the table of the round before #}
    {% set round_relations = [
        make_intermediate_relation(target_relation, '__even_round'),
        make_intermediate_relation(target_relation, '__odd_round'),
    ] %}
    {% set start_relation = make_intermediate_relation(target_relation, '__start') %}
    {% set settled_relation = make_intermediate_relation(target_relation, '__settled') %}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% do corate.open_transaction() %}

    {% do corate.fixpoint_replace(start_relation, corate.code_of_due(start_code, work)) %}
    {% do corate.fixpoint_view(going_on, 'select * from ' ~ start_relation) %}
    {% do corate.fixpoint_replace(
        settled_relation,
        'select *, cast(null as integer) as settled_in_round from (' ~ round_code ~ ') as no_round where false'
    ) %}

    {% set progress = namespace(is_done=false) %}
    {% for round in range(1, max_rounds + 1) if not progress.is_done %}
        {% set round_relation = round_relations[round % 2] %}
        {% do corate.fixpoint_replace(round_relation, round_code) %}
        {% set settled = corate.fixpoint_value('select count(*) from ' ~ round_relation ~ ' where ' ~ settled_when) %}
        {% if settled > 0 %}
            {% call statement('settle') %}
                insert into {{ settled_relation }}
                select *, {{ round }} as settled_in_round from {{ round_relation }} where {{ settled_when }}
            {% endcall %}
        {% else %}
            {% set progress.is_done = corate.fixpoint_same_rows(going_on, round_relation) %}
        {% endif %}
        {% if not progress.is_done %}
            {% do corate.fixpoint_view(
                going_on, 'select * from ' ~ round_relation ~ ' where not (' ~ settled_when ~ ')'
            ) %}
        {% endif %}
        {% do log(
            this.identifier ~ ' round ' ~ round ~ ': ' ~ settled ~ ' rows settled, '
            ~ corate.fixpoint_counts(going_on, counted_by) ~ ' go on'
            ~ (' (nothing changed: done)' if progress.is_done else ''),
            info=true
        ) %}
    {% endfor %}

    {% if not progress.is_done %}
        {% do exceptions.raise_compiler_error(
            this.identifier ~ ' still changes after max_rounds=' ~ max_rounds
            ~ ' rounds: raise max_rounds in its config, or look for a round that never settles'
        ) %}
    {% endif %}

    {# the rows that never settled join those that did, which are not written again #}
    {% call statement('main') %}
        insert into {{ settled_relation }}
        select {{ corate.fixpoint_columns(settled_relation, 'settled_in_round') }}, null from {{ going_on }}
    {% endcall %}
    {% if key %}
        {% set kept = corate.fixpoint_columns(start_relation, corate.fixpoint_columns(settled_relation)) %}
        {% do corate.fixpoint_replace(
            round_relations[0],
            'select ' ~ ('kept.' ~ kept | replace(', ', ', kept.') ~ ', ' if kept) ~ 'settled.* from ' ~ settled_relation
            ~ ' as settled inner join ' ~ start_relation ~ ' as kept on kept.' ~ key ~ ' = settled.' ~ key
        ) %}
        {% do adapter.drop_relation(settled_relation) %}
        {% do adapter.rename_relation(round_relations[0], settled_relation) %}
    {% endif %}
    {% for relation in [going_on, start_relation] + round_relations %}
        {% do adapter.drop_relation(relation) %}
    {% endfor %}
    {{ return(corate.put_in_place(settled_relation, work)) }}
{% endmaterialization %}
