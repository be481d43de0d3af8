{#
    The id of the film or model that a person names, by id or title (in any case), or one error that
    says what to write instead.

        find_content_item('movies', 'heat')  ->  'tt0113277'
#}
{% macro find_content_item(collection, name) %}
    {% if collection not in ('movies', 'models') %}
        {% do exceptions.raise_compiler_error("collection is '" ~ collection ~ "': write movies or models") %}
    {% endif %}
    {% set items = 'select * from (' ~ corate.content_items(collection) ~ ') as items' %}
    {% set text = corate.text_literal(name) %}
    {% set found = run_query(
        items ~ ' where item_id = ' ~ text ~ ' or lower(title) = lower(' ~ text ~ ') order by place'
    ).rows %}
    {% if found | length == 1 %}
        {{ return(found[0][0]) }}
    {% endif %}
    {% set candidates = found or run_query(
        items ~ ' where contains(lower(name), lower(' ~ text ~ ')) order by place limit 5'
    ).rows %}
    {% set listed = [] %}
    {% for row in candidates %}
        {% do listed.append(row[0] ~ (' (' ~ row[2] ~ ')' if row[2] != row[0] else '')) %}
    {% endfor %}
    {% do exceptions.raise_compiler_error(
        'collection ' ~ collection ~ ' has ' ~ (found | length or 'nothing') ~ ' called ' ~ text
        ~ ' with a feature to compare'
        ~ ('. Write the id of one of: ' ~ listed | join(', ') if listed
            else ': look in catalog.' ~ collection)
    ) %}
{% endmacro %}
