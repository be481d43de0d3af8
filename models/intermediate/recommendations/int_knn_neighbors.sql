-- The nearest items (users) by the measure of each method that has its own, those that are equally near in the order of
-- what they share and then of the ids. Near is who has a similarity above 0, and by pearson above 0.00001: what is less
-- may be 0, but for means that are rounded.
--
--   jaccard             c / (a + b - c)
--   dice                2 c / (a + b)
--   tversky             c / (c + alpha (a - c) + beta (b - c))
--   cosine              p / sqrt(n m)
--   asymmetric_cosine   p / (n^alpha m^(1 - alpha))
--   pearson             the cosine of ratings above the mean of the item (user)
--
-- c being what the two share, a and b what each has, p the sum of products, n and m the sums of squares; a and n are of
-- the one whose nearest are looked for. Shrinkage is added to the denominator, or is a factor.
with methods as (
    select
        recipe_key,
        method,
        compares,
        similarity,
        neighbors,
        min_shared,
        case when shrinkage_form = 'denominator' then shrinkage else 0 end as added_shrinkage,
        case when shrinkage_form = 'factor' then shrinkage else 0 end as factor_shrinkage,
        weighting,
        alpha,
        beta
    from {{ ref('int_recipe_methods') }}
    where
        predicts = 'items'
        and similarity is not null
),

sets as (
    select
        set_number,
        recipe_key,
        kind,
        weighting,
        member,
        set_size,
        norm,
        steps,
        count(*) over (partition by recipe_key, kind, weighting) as members
    from {{ ref('int_knn_sets') }}
),

pairs as (
    select
        set_number_a,
        set_number_b,
        shared,
        products
    from {{ ref('int_knn_pairs') }}
),

-- said twice: what is named once and read twice, DuckDB first writes down, here every pair both ways
{% for name in ['pairs_for_last_place', 'pairs_to_keep'] %}
{{ name }} as (
    {% for one, other in [('a', 'b'), ('b', 'a')] %}
    select
        methods.recipe_key,
        methods.method,
        methods.compares as kind,
        -- for each of those that are looked for, an engine may keep a place
        least(methods.neighbors, sets_{{ one }}.members) as neighbors,
        sets_{{ one }}.set_number,
        sets_{{ one }}.member,
        sets_{{ other }}.member as neighbor_member,
        pairs.shared,
        {{ knn_closeness('sets_' ~ one, 'sets_' ~ other) }} as closeness
    from pairs
    inner join sets as sets_{{ one }} on sets_{{ one }}.set_number = pairs.set_number_{{ one }}
    inner join sets as sets_{{ other }} on sets_{{ other }}.set_number = pairs.set_number_{{ other }}
    inner join methods
        on
            methods.recipe_key = sets_{{ one }}.recipe_key
            and methods.compares = sets_{{ one }}.kind
            and methods.weighting = sets_{{ one }}.weighting
    where
        pairs.shared >= methods.min_shared
        and (
            methods.similarity <> 'pearson'
            or pairs.products > 0.00001 * sqrt(cast(sets_a.norm as double) * sets_b.norm)
        )
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{% endfor %}
find_last_places as (
    select
        method,
        set_number,
        {{ nth_largest('closeness', 'neighbors') }} as last_closeness
    from pairs_for_last_place
    group by
        method,
        set_number
),

rank_neighbors as (
    select
        pairs_to_keep.*,
        row_number() over (
            partition by pairs_to_keep.method, pairs_to_keep.set_number
            order by
                pairs_to_keep.closeness desc,
                pairs_to_keep.shared desc,
                pairs_to_keep.neighbor_member asc
        ) as rank
    from pairs_to_keep
    inner join find_last_places
        on
            find_last_places.method = pairs_to_keep.method
            and find_last_places.set_number = pairs_to_keep.set_number
    where
        pairs_to_keep.closeness > 0
        and pairs_to_keep.closeness >= find_last_places.last_closeness
),

int_knn_neighbors as (
    select
        recipe_key,
        method,
        kind,
        member,
        cast(rank as integer) as rank,
        neighbor_member,
        shared,
        closeness
    from rank_neighbors
    where rank <= neighbors
)

select * from int_knn_neighbors
