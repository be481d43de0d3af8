-- The items and the users most alike, by Jaccard; equal ones by what they share and then in the order of the ids. With
-- the weight of their votes for each other.
with compared_sets as (
    select
        recipe_key,
        kind,
        set_number,
        member,
        set_size,
        neighbors
    from {{ ref('int_compared_sets') }}
),

candidates as (
    select
        set_number,
        neighbor_number,
        shared
    from {{ ref('int_nearest_candidates') }}
),

rank_neighbors as (
    select
        sets_a.recipe_key,
        sets_a.kind,
        candidates.set_number,
        candidates.neighbor_number,
        sets_a.member,
        sets_b.member as neighbor_member,
        sets_a.set_size,
        sets_b.set_size as neighbor_size,
        candidates.shared,
        {{ similarity_closeness('jaccard', 'candidates') }} as jaccard,
        sets_a.neighbors,
        row_number() over (
            partition by candidates.set_number
            order by
                {{ similarity_closeness('jaccard', 'candidates') }} desc,
                candidates.shared desc,
                sets_b.member asc
        ) as rank
    from candidates
    inner join compared_sets as sets_a on sets_a.set_number = candidates.set_number
    inner join compared_sets as sets_b on sets_b.set_number = candidates.neighbor_number
),

int_nearest_neighbors as (
    select
        recipe_key,
        kind,
        set_number,
        cast(rank as integer) as rank,
        neighbor_number,
        member,
        neighbor_member,
        set_size,
        neighbor_size,
        shared,
        jaccard,
        {{ vote_weight('shared', 'set_size', 'neighbor_size') }} as weight
    from rank_neighbors
    where rank <= neighbors
)

select * from int_nearest_neighbors
