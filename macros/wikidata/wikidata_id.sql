{#
    The id of an item or property of Wikidata, cut from its URI. NULL where the URI is none of an
    entity: Wikidata gives a value that it states to be unknown a URI of its own.

        'http://www.wikidata.org/entity/Q171048'                   ->  'Q171048'
        'http://www.wikidata.org/prop/direct/P57'                  ->  'P57'
        'http://www.wikidata.org/.well-known/genid/5f3c'           ->  NULL
#}
{% macro wikidata_id(uri) -%}
    {{ corate.regexp_group(uri, '/([PQ][1-9][0-9]*)$', 1) }}
{%- endmacro %}
