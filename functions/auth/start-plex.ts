import { randomUUID } from 'node:crypto'
import { StartPlexSignIn } from '../../contracts/plex-sign-in.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction, OutsideError } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { NOT_OPEN, openInvitation } from './invitation.ts'
import { ownAccount } from './own-account.ts'
import { linkUrl, popupUrl } from './plex/addresses.ts'
import { publicHalf } from './plex/device-key.ts'
import { houseKey } from './plex/house-key.ts'
import { isRefusedKey, openPlexTv, type PlexTv } from './plex/plex-tv.ts'
import { countStart, START_LIMIT, takeBackStart } from './plex/start-limit.ts'
import { settingsInForce } from './settings-in-force.ts'

export default defineFunction({
  name: 'auth.start-plex',
  summary: 'Gets a code from plex.tv and ties it to the browser that asked.',
  domain: auth,
  acts: StartPlexSignIn,
  timeout: '15s',
  async run({ door, purpose, invitation, remember, baseUrl }, ctx) {
    const { browser, address } = ctx.meta
    if (browser === null)
      return ctx.refuse('CONFLICT', 'This browser keeps no cookies for this page. Allow them, then try again.')
    const own = purpose === 'link' ? await ownAccount(ctx) : undefined
    if (purpose === 'link' && !own) ctx.refuse('UNAUTHENTICATED')
    const waitMs = await ctx.write((tx) => countStart(tx, address))
    if (waitMs > 0) {
      const retryAfter = Math.ceil(waitMs / 1000)
      const details = { limit: START_LIMIT.starts, window: `${START_LIMIT.withinMs / 1000}s`, retryAfter }
      ctx.refuse('RATE_LIMIT_EXCEEDED', `Too many sign-ins were begun. Try again in ${retryAfter} s.`, details)
    }
    const invited = invitation === undefined ? undefined : await openInvitation(ctx.db, invitation)
    if (invitation !== undefined && !invited) ctx.refuse('NOT_FOUND', NOT_OPEN)

    const { auth: settings } = await settingsInForce(ctx.state(CurrentSettings))
    const plexTv = await openPlexTv(ctx)
    const key = settings.plexDeviceTokens ? publicHalf(await houseKey(ctx)) : undefined
    const strong = door === 'popup'
    const plain = (): ReturnType<PlexTv['createPin']> => plexTv.createPin({ strong })
    const keyed = { with: key !== undefined }
    const pin = await (key ? plexTv.createPin({ strong, jwk: key }) : plain())
      .catch((error: unknown) => {
        if (!key || !isRefusedKey(error)) throw error
        ctx.log.warn('plex.tv does not take the device key of this house; a lasting token is asked for instead.')
        keyed.with = false
        return plain()
      })
      .catch(async (error: unknown) => {
        if (!(error instanceof OutsideError)) throw error
        // no code was used up
        await ctx.write((tx) => takeBackStart(tx, address))
        return ctx.refuse(
          'UPSTREAM_FAILED',
          `${error.message} Nobody can sign in with Plex until it answers; try again in a minute, or use a password.`,
        )
      })

    const id = randomUUID()
    await ctx.write(async (tx) => {
      await tx
        .insertInto('plex_pin')
        .values({
          id,
          pin: pin.id,
          code: ctx.seal(pin.code),
          door,
          purpose,
          browser,
          account_id: own?.account.id ?? null,
          invitation_id: invited?.id ?? null,
          remember,
          with_key: keyed.with,
          ends_at: pin.endsAt,
        })
        .execute()
    })
    const shown = { code: pin.code, clientId: plexTv.clientId, forwardUrl: `${baseUrl.replace(/\/+$/, '')}/plex-done` }
    const url = door === 'popup' ? popupUrl(plexTv.addresses, shown) : linkUrl(plexTv.addresses, pin.code)
    return { id, code: pin.code, url, expiresAt: pin.endsAt.toISOString() }
  },
})
