{#
    A data test: the rules of one table hold in every row, and the columns of `not_null` are filled. As in a check
    constraint of SQL, a rule that is NULL counts as met. One test for all, since a test takes as long to start as
    a thousand rows to look at; what it finds says which rule.

        - rules_hold:
            arguments:
              not_null: [split]
              rules: ["split in ('train', 'valid')", interactions >= 1]
          ->  every row that breaks a rule, with the first one that it breaks: broken_rule, …
#}
{% test rules_hold(model, rules=[], not_null=[]) %}
{%- set all_rules = [] -%}
{%- for column in not_null %}{% do all_rules.append(column ~ ' is not null') %}{% endfor -%}
{%- for rule in rules %}{% do all_rules.append(rule | string | trim) %}{% endfor -%}
select
    case
        {%- for rule in all_rules %}
        when not ({{ rule }}) then '{{ rule | replace("'", "''") }}'
        {%- endfor %}
    end as broken_rule,
    *
from {{ model }}
where
    {%- for rule in all_rules %}
    {{ 'or ' if not loop.first }}not ({{ rule }})
    {%- endfor %}
{% endtest %}
