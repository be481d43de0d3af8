{#
    The value of a variable in one row of a SPARQL answer (SPARQL 1.1 Query Results JSON Format), as
    text; NULL where the row leaves the variable open.

        {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q171048"}}
          {{ sparql_value('binding', 'item') }}   ->  'http://www.wikidata.org/entity/Q171048'
          {{ sparql_value('binding', 'genre') }}  ->  NULL
#}
{% macro sparql_value(binding, variable) -%}
    {{ corate.json_text(corate.json_text(binding, variable), 'value') }}
{%- endmacro %}
