{#
    Prints the films or models that are most alike in content to one that is named by id or title: a
    column for each measure, side by side, so that one can see what each makes of it. Without
    feature_set, films are compared by all that is known of them, and models by the four columns, the
    words, and the wide set.

        dbt run-operation alike_in_content --args '{collection: movies, item: Heat, count: 3}'
        dbt run-operation alike_in_content --args '{collection: models, item: gpt2, feature_set: soup}'
          ->  rank, and for each measure the names of the neighbours with the measure
#}
{% macro alike_in_content(collection, item, feature_set=none, count=5) %}
    {% set item_id = corate.text_literal(corate.find_content_item(collection, item)) %}
    {% set shown = {
        'movies': [('all', 'jaccard'), ('all', 'cosine'), ('all', 'cosine_idf')],
        'models': [('four_columns', 'jaccard'), ('soup', 'cosine'), ('wide', 'jaccard'), ('wide', 'cosine')],
    }[collection] %}
    {% if feature_set is not none %}
        {% set shown = [] %}
        {% set found = run_query(
            'select distinct ranked_by from ' ~ ref('similarity__content_neighbors')
            ~ ' where collection = ' ~ corate.text_literal(collection)
            ~ ' and feature_set = ' ~ corate.text_literal(feature_set)
        ).columns[0].values() %}
        {% for measure in ['jaccard', 'cosine', 'cosine_idf'] if measure in found %}
            {% do shown.append((feature_set, measure)) %}
        {% endfor %}
        {% if not shown %}
            {% do exceptions.raise_compiler_error(
                'no ' ~ collection ~ " are compared by '" ~ feature_set ~ "': see similarity.content_neighbors"
            ) %}
        {% endif %}
    {% endif %}
    {% set columns = [] %}
    {% for (features, measure) in shown %}
        {% do columns.append(
            "max(case when neighbors.feature_set = '" ~ features ~ "' and neighbors.ranked_by = '" ~ measure
            ~ "' then names.name || '  ' || cast(cast(neighbors." ~ measure ~ ' as decimal(9, 3)) as '
            ~ dbt.type_string() ~ ') end) as ' ~ features ~ '_' ~ measure
        ) %}
    {% endfor %}
    {% do corate.print_rows(
        'select neighbors.rank, ' ~ columns | join(', ') ~ ' from ' ~ ref('similarity__content_neighbors')
        ~ ' as neighbors inner join (' ~ corate.content_items(collection)
        ~ ') as names on names.item_id = neighbors.neighbor_id where neighbors.collection = '
        ~ corate.text_literal(collection) ~ ' and neighbors.item_id = ' ~ item_id
        ~ ' and neighbors.rank <= ' ~ count | int ~ ' group by neighbors.rank order by neighbors.rank'
    ) %}
{% endmacro %}
