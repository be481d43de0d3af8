{#
    What a list of one's own says of items (users): one row per dataset, item, attribute and value, out of the lines of
    a relation with dataset_id, the id and attributes. Every line counts, so that one category a line is as good as all
    in one cell; blanks around a value are no part of it, and nothing is no value.

        (shop, p1, {"brand": "Acme", "tags": "['toys', ' wood']"})
          ->  (shop, p1, brand, Acme), (shop, p1, tags, toys), (shop, p1, tags, wood)
#}
{% macro attribute_rows(lines, id) -%}
    select distinct
        dataset_id,
        {{ id }},
        attribute,
        {{ corate.trimmed('value') }} as value
    from (
        -- what `--list-separator` has taken apart may hold lists
        select
            dataset_id,
            {{ id }},
            attribute,
            {{ corate.unnest_list(corate.attribute_values('cell_value')) }} as value
        from (
            select
                dataset_id,
                {{ id }},
                field.key as attribute,
                {{ corate.unnest_list(corate.attribute_values('field.value')) }} as cell_value
            from (
                select
                    dataset_id,
                    {{ id }},
                    {{ corate.unnest_json_fields('attributes') }} as field
                from {{ lines }}
            ) as fields
            where field.value is not null
        ) as cell_values
    ) as all_values
    where {{ corate.trimmed('value') }} <> ''
{%- endmacro %}
