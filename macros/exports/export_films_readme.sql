{#
    README.md of an export of Wikidata's tables: what it is, where it is from, what is in which file.
#}
{% macro export_films_readme(films, layout) %}
    {% set text %}
# What Wikidata knows of {{ 'the films of ' ~ films.dataset_id if films.dataset_id else 'films' }}

Made by Corate, exported as `wikidata`.

- films: {{ films.count }}
- source: Wikidata, https://www.wikidata.org, as of {{ films.first_answer }}
{%- if films.last_answer != films.first_answer %} to {{ films.last_answer }}{% endif %} (UTC)
- licence: CC0 1.0

| file | rows | holds |
|---|---|---|
{% for file in layout.files -%}
| {{ file.path }} | {{ file.rows }} | {{ file.holds }} |
{% endfor %}
`item` is the film in Wikidata, `role` the property that names the person, such as P57 (director).
Someone or something without a label goes by the id. Films, people, roles, genres and topics are in
the order of the numbers in their ids. `manifest.json` says the same for programs.
    {% endset %}
    {{ return(text.strip() ~ '\n') }}
{% endmacro %}
