{#
    Opens the transaction in which a materialization works. Dropping a table or a view does not open one by itself: what
    was dropped before anything else would stay so when a later step fails.
#}
{% macro open_transaction() %}
    {% call statement('open_transaction') %}
        select 1 as transaction_is_open
    {% endcall %}
{% endmacro %}
