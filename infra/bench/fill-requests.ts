import type { Client } from 'pg'

export interface Filled {
  /** Somebody with a twentieth of all requests. */
  memberId: string
}

/** So many requests over two years, for 20,000 titles, by 50 people, with the steps that they went through. */
export async function fillRequests(db: Client, count: number): Promise<Filled> {
  await db.query('set statement_timeout = 0; set synchronous_commit = off')
  await db.query(
    `insert into media (media_type, media_id, title, year, poster, vote, genres)
     select case when n % 20 = 0 then 'music' when n % 3 = 0 then 'tv' else 'movie' end, 
       case when n % 20 = 0 then '00000000-0000-4000-8000-' || lpad(n::text, 12, '0') else n::text end,
       (array['The', 'A', 'My', 'No', 'Old'])[1 + n % 5] || ' ' || (array['River', 'Winter', 'House', 'Stranger', 'Garden',
       'Machine', 'Letter', 'Island', 'Orchard', 'Signal'])[1 + (n * 7) % 10] || ' of ' || md5(n::text), 1950 + n % 76,
       '/poster' || n || '.jpg', (n % 100)::real / 10, array[(array['Drama', 'Comedy', 'Horror', 'Crime'])[1 + n % 4]]
     from generate_series(1, 20000) n`,
  )
  // what is newer is more often still under way, and some states are rare
  await db.query(
    `insert into request (id, media_type, media_id, title, status, stage, user_id, requested_by, origin, created_at,
       updated_at, seasons, waiting_for, waiting_since)
     select gen_random_uuid(), m.media_type, m.media_id, m.title, s.status,
       case when s.status = 'available' then 'in-plex' else 'asked' end,
       ('00000000-0000-4000-8000-' || lpad((case when n % 20 = 7 then 0 else 1 + n % 49 end)::text, 12, '0'))::uuid,
       'Person ' || case when n % 20 = 7 then 0 else 1 + n % 49 end, 'portal', at, at + interval '1 hour' * (n % 500),
       case when m.media_type = 'tv' then array[1, 2] else '{}' end,
       case when s.status = 'waiting' then 'Seerr' end, case when s.status = 'waiting' then at end
     from generate_series(1, $1::int) n
     cross join lateral (select now() - interval '2 years' * (1 - n::float8 / $1) as at) a
     cross join lateral (select case
       when n > $1 * 0.995 and n % 3 = 0 then 'waiting' when n > $1 * 0.99 then 'pending'
       when n > $1 * 0.98 then 'processing' when n % 400 = 0 then 'failed' when n % 1000 = 1 then 'refused'
       when n % 500 = 2 then 'withdrawn' when n % 5000 = 3 then 'removed' when n % 300 = 4 then 'partial'
       when n % 25 = 5 then 'declined' else 'available' end as status) s
     join (select *, row_number() over (order by media_id) as number from media) m on m.number = 1 + (n::bigint * 7919) % 20000`,
    [count],
  )
  await db.query(
    `insert into step (request_id, key, step, at, source, detail)
     select id, step || case when step in ('grabbed', 'imported') then ':' || left(id::text, 8) else '' end, step, created_at + number * interval '1 minute' * (5 + abs(hashtext(id::text || step)) % 300), 'portal',
       case when step = 'grabbed' then jsonb_build_object('indexer', 'Indexer ' || abs(hashtext(id::text)) % 8) else '{}' end
     from request, unnest(array['asked', 'approved', 'handed-on', 'grabbed', 'downloading', 'imported', 'in-plex'])
       with ordinality as stage (step, number)
     where number = 1 or status = 'available' or (status in ('processing', 'partial') and number < 5)`,
  )
  await db.query('vacuum analyze request')
  await db.query('vacuum analyze media')
  await db.query('vacuum analyze step')
  return { memberId: '00000000-0000-4000-8000-000000000000' }
}
