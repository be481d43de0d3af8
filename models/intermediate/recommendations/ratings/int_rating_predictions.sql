-- What each method predicts for each event that is to be predicted, in whole numbers (see rating_units). What a user
-- (an item) of whom nothing is learnt adds is 0; for kNN, somebody unknown has no neighbours.
--
--   global_mean       the mean of train
--   user_mean         the mean of the user; the mean of train where the user is unknown; item_mean likewise
--   user_item_mean    the mean of train, and what the means of user and item are above it; not clipped
--   user_item_bias    the mean of train and the biases of user and item (int_rating_biases)
--   kNN               of the items that the user rated (the users who rated the item), the nearest: the mean of their
--                     ratings by similarity (centring none), or the item's (user's) own mean (mean) or the sum of mean
--                     and biases (baseline), and the mean by similarity of what their ratings are above their own
--
-- The last two are clipped to the lowest and the highest rating of train.
with methods as (
    select
        recipe_key,
        method,
        kind,
        compares,
        centring,
        neighbors,
        row_number() over (
            partition by recipe_key
            order by method
        ) as method_place
    from {{ ref('int_recipe_methods') }}
    where predicts = 'ratings'
),

scales as (
    select
        recipe_key,
        mean,
        lowest,
        highest
    from {{ ref('int_rating_scales') }}
),

ratings as (
    select
        recipe_key,
        split,
        is_learnt,
        is_predicted,
        user_index,
        item_index,
        rating,
        event_place
    from {{ ref('int_scaled_ratings') }}
),

biases as (
    select
        {{ number_in('recipe_key', 'member') }} as member_number,
        kind,
        mean,
        coalesce(bias, 0) as bias
    from {{ ref('int_rating_biases') }}
),

similarities as (
    select
        recipe_key,
        method,
        member,
        neighbor_member,
        closeness
    from {{ ref('int_rating_similarities') }}
),

-- A pair is looked up by one key, made of whom is asked for, who answers, and the method (docs/decisions/0018): that
-- is, only once all of them are known.
key_similarities as (
    select
        {{ rating_pair_key(
            number_in('similarities.recipe_key', 'similarities.member'),
            'similarities.neighbor_member',
            'methods.method_place'
        ) }} as pair_key,
        similarities.closeness
    from similarities
    inner join methods
        on
            methods.recipe_key = similarities.recipe_key
            and methods.method = similarities.method
),

look_up_biases as {{ computed_once() }} (
    select
        ratings.*,
        scales.mean,
        scales.lowest,
        scales.highest,
        users.mean as user_mean,
        items.mean as item_mean,
        users.mean is not null and items.mean is not null as is_known,
        scales.mean + coalesce(users.bias, 0) + coalesce(items.bias, 0) as baseline
    from ratings
    inner join scales on scales.recipe_key = ratings.recipe_key
    left join biases as users
        on
            users.kind = 'user'
            and users.member_number = {{ number_in('ratings.recipe_key', 'ratings.user_index') }}
    left join biases as items
        on
            items.kind = 'item'
            and items.member_number = {{ number_in('ratings.recipe_key', 'ratings.item_index') }}
),

-- who is asked is whose neighbours are looked for, and by whom or of what they have a rating
asked as (
    select
        methods.method,
        methods.method_place,
        methods.neighbors,
        methods.compares,
        methods.centring,
        {{ number_in('events.recipe_key', 'events.event_place') }} as event_number,
        case methods.compares
            when 'user' then {{ number_in('events.recipe_key', 'events.user_index') }}
            else {{ number_in('events.recipe_key', 'events.item_index') }}
        end as member_number,
        case methods.compares
            when 'user' then {{ number_in('events.recipe_key', 'events.item_index') }}
            else {{ number_in('events.recipe_key', 'events.user_index') }}
        end as feature_number
    from look_up_biases as events
    inner join methods on methods.recipe_key = events.recipe_key
    where
        events.is_predicted
        and methods.compares is not null
),

answers as (
    {% for kind, other in [('item', 'user'), ('user', 'item')] %}
    select
        '{{ kind }}' as kind,
        {{ kind }}_index as member,
        {{ number_in('recipe_key', other ~ '_index') }} as feature_number,
        rating,
        rating - {{ kind }}_mean as above_mean,
        rating - baseline as above_baseline
    from look_up_biases
    where is_learnt
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The nearest of those who answer, each as one number by which they are in order: similarity, and of those that are
-- equally near the first by index, which is the first by id.
choose_neighbors as (
    select
        asked.method,
        asked.event_number,
        asked.compares,
        asked.centring,
        asked.feature_number,
        {{ largest_values(
            exact_number('similarities.closeness') ~ ' * 4294967296 + (4294967295 - answers.member)',
            'asked.neighbors'
        ) }} as nearest
    from asked
    inner join answers
        on
            answers.kind = asked.compares
            and answers.feature_number = asked.feature_number
    inner join key_similarities as similarities
        on
            similarities.pair_key
            = {{ rating_pair_key('asked.member_number', 'answers.member', 'asked.method_place') }}
    group by
        asked.method,
        asked.event_number,
        asked.compares,
        asked.centring,
        asked.feature_number
),

unnest_neighbors as (
    select
        method,
        event_number,
        compares,
        centring,
        feature_number,
        {{ unnest_list('nearest') }} as neighbor
    from choose_neighbors
),

take_numbers_apart as (
    select
        method,
        event_number,
        compares,
        centring,
        feature_number,
        cast({{ whole_quotient('neighbor', 4294967296) }} as bigint) as closeness,
        4294967295 - cast(neighbor % 4294967296 as bigint) as member
    from unnest_neighbors
),

ask_neighbors as (
    select
        neighbors.method,
        neighbors.event_number,
        {{ rounded_number(
            nearest_double('sum(' ~ exact_number('neighbors.closeness') ~ " * case neighbors.centring
                when 'mean' then answers.above_mean
                when 'baseline' then answers.above_baseline
                else answers.rating
            end)") ~ ' / ' ~ nearest_double(exact_sum('neighbors.closeness'))
        ) }} as answer
    from take_numbers_apart as neighbors
    inner join answers
        on
            answers.kind = neighbors.compares
            and answers.feature_number = neighbors.feature_number
            and answers.member = neighbors.member
    group by
        neighbors.method,
        neighbors.event_number
),

predict as (
    select
        events.recipe_key,
        methods.method,
        methods.kind,
        events.split,
        events.user_index,
        events.item_index,
        events.rating,
        events.lowest,
        events.highest,
        case
            when methods.kind = 'global_mean' then events.mean
            when methods.kind = 'user_mean' then coalesce(events.user_mean, events.mean)
            when methods.kind = 'item_mean' then coalesce(events.item_mean, events.mean)
            when methods.kind = 'user_item_mean'
                then coalesce(events.user_mean, events.mean) + coalesce(events.item_mean, events.mean) - events.mean
            when methods.kind = 'user_item_bias' then events.baseline
            when methods.centring = 'none' then coalesce(neighbors.answer, events.mean)
            when methods.centring = 'baseline' then events.baseline + coalesce(neighbors.answer, 0)
            when not events.is_known then events.mean
            when methods.compares = 'user' then events.user_mean + coalesce(neighbors.answer, 0)
            else events.item_mean + coalesce(neighbors.answer, 0)
        end as prediction,
        case
            when methods.kind = 'global_mean' then false
            when methods.kind = 'user_mean' then events.user_mean is null
            when methods.kind = 'item_mean' then events.item_mean is null
            when methods.compares is null then not events.is_known
            else neighbors.answer is null
        end as is_fallback
    from look_up_biases as events
    inner join methods on methods.recipe_key = events.recipe_key
    left join ask_neighbors as neighbors
        on
            neighbors.method = methods.method
            and neighbors.event_number = {{ number_in('events.recipe_key', 'events.event_place') }}
    where events.is_predicted
),

int_rating_predictions as (
    select
        recipe_key,
        method,
        split,
        user_index,
        item_index,
        rating,
        case
            when kind in ('user_item_bias', 'user_knn_rating', 'item_knn_rating')
                then least(greatest(prediction, lowest), highest)
            else prediction
        end as prediction,
        is_fallback
    from predict
)

select * from int_rating_predictions
