-- Words in which the rules of remark_rules/ are written. Rows are many and what is odd is rare: so cheap looks at every
-- row, or at a sample, decide what is counted exactly.

create or replace temp macro threshold(wanted) as (select value from thresholds where name = wanted);

create or replace temp macro with_article(role) as case when role = 'item' then 'an item' else 'a ' || role end;

-- what programs write where there is no value, in small letters
create or replace temp macro says_nothing(word) as
    word in (
        '', 'na', 'n/a', '#n/a', '<na>', 'n.a.', 'nan', 'nat', 'null', '(null)', '<null>', '[null]', 'none', '(none)',
        '<none>', 'nil', '\n', 'undefined', 'unknown', '(unknown)', 'unset', '<unset>', 'not set', '(not set)',
        'not available', 'not applicable', '-', '--', '---', '?', '-1', '-1.0', '[]', '{}', '()', '0x0'
    )
    or starts_with(word, '00') and ltrim(word, '0-') = '';

create or replace temp macro is_word_for_nothing(id) as says_nothing(lower(without_unseen(id)));

-- words that may be a title, but no user
create or replace temp macro is_word_for_nobody(id) as lower(id) in ('anonymous', '(anonymous)', 'missing');

-- whether an id is worth a second look
create or replace temp macro is_odd(id) as
    strlen(id) <> length(id)
    or suffix(id, '0') and (suffix(id, '.0') or suffix(id, ',0') or suffix(id, '.00') or suffix(id, ',00'))
    or contains(id, 'E+')
    or contains(id, 'e+')
    or contains(id, '  ')
    or left(id, 1) in ('[', '{', '(', ' ', chr(9))
    or right(id, 1) in (' ', chr(9))
    or says_nothing(lower(id))
    or is_word_for_nobody(id);

-- the digits of a time, as delivered
create or replace temp macro digits_of(text, number) as
    coalesce(nullif(regexp_extract(text, '^([0-9]+)([.]0)?$', 1), ''), number::bigint::varchar);

-- the dates that digits may be, each with the pattern of strptime that reads it; NULL where they are none
create or replace temp macro dates_in(digits) as
    case length(digits)
        when 6 then [
            {'pattern': '%y%m%d', 'date': try_strptime(digits, '%y%m%d')},
            {'pattern': '%Y%m', 'date': try_strptime(digits, '%Y%m')}
        ]
        when 7 then [{'pattern': '%Y%j', 'date': try_strptime(digits, '%Y%j')}]
        when 8 then [
            {'pattern': '%Y%m%d', 'date': try_strptime(digits, '%Y%m%d')},
            {'pattern': '%d%m%Y', 'date': try_strptime(digits, '%d%m%Y')},
            {'pattern': '%m%d%Y', 'date': try_strptime(digits, '%m%d%Y')},
            {'pattern': '%y%m%d%H', 'date': try_strptime(digits, '%y%m%d%H')}
        ]
        when 10 then [
            {'pattern': '%Y%m%d%H', 'date': try_strptime(digits, '%Y%m%d%H')},
            {'pattern': '%y%m%d%H%M', 'date': try_strptime(digits, '%y%m%d%H%M')}
        ]
        when 12 then [{'pattern': '%Y%m%d%H%M', 'date': try_strptime(digits, '%Y%m%d%H%M')}]
        else []::struct(pattern varchar, date timestamp)[]
    end;

create or replace temp macro is_in_era(date) as
    coalesce(date between timestamp '1990-01-01' and now()::timestamp, false);

-- what a time of too few digits is a multiple of; milliseconds are steps of 131,072 in a 32-bit float
create or replace temp macro roundings(number, seconds) as list_filter([
    case when seconds % 128 = 0 then 'are multiples of 128 seconds, as of a 32-bit float' end,
    case when number > seconds and number % 131072 = 0
        then 'are multiples of 131,072 milliseconds, as of a 32-bit float' end,
    case when seconds % 1000 = 0 then 'end in zeros, as multiples of 1,000 seconds' end
], lambda one: one is not null);
