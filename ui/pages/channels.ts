import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Channel } from '../../contracts/channels.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { useLeadOn } from '../parts/use-lead-on.ts'
import { go, place } from '../router.ts'
import { say } from '../state/notices.ts'
import { useAnswer } from '../state/use-answer.ts'
import { AlertTabs } from './alerts/tabs.ts'
import { ChannelCard } from './channels/card.ts'
import type { Kind } from './channels/draft.ts'
import { Editor } from './channels/editor.ts'

const text = t.channels
const HERE = '/alerts/channels'

const fetchChannels = async (): Promise<Channel[]> => (await api.listChannels({ limit: 200 })).items
const fetchKinds = async (): Promise<Kind[]> => (await api.describeChannels()).items

/** Where alerts are sent. */
export function Channels() {
  const list = useAnswer(fetchChannels, ['alerts.channel-changed', 'alerts.delivery-given-up', 'alerts.transitioned'])
  const described = useAnswer(fetchKinds, [])
  const [leaving, setLeaving] = useState<Channel>()
  const { answer: channels, reload } = list
  const kinds = described.answer
  const error = list.error ?? described.error
  const leadOn = useLeadOn(channels)
  const asked = /^\/alerts\/channels\/([\w-]+)$/.exec(place.value.path)?.[1]
  const edited = channels?.find(({ id }) => id === asked)
  const missing = channels && asked && asked !== 'new' && !edited
  const close = (): void => go(HERE)
  const titleOf = (kind: string): string => kinds?.find((one) => one.kind === kind)?.title ?? kind
  const again = (): void => {
    reload()
    described.reload()
  }
  const remove = async ({ id, name }: Channel): Promise<void> => {
    await api.removeChannel({ id })
    setLeaving(undefined)
    say('ok', text.removed(name))
    leadOn()
    reload()
  }
  return html`<${PageHead} title=${t.titles.channels} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => go(`${HERE}/new`)}>
        <${Icon} name="plus" />${text.add}
      </button>
    <//>
    <${AlertTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${again} />`}
    ${!channels && error === undefined && html`<${Bars} kind="card" rows=${2} />`}
    ${
      missing &&
      html`<${Empty} icon="inbox" title=${text.gone.title} text=${text.gone.text}>
        <a class="button" href=${HERE}>${text.gone.back}</a>
      <//>`
    }
    ${channels?.length === 0 && html`<${Empty} icon="send" title=${text.emptyTitle} text=${text.empty} />`}
    <div class="channels">
      ${
        !missing &&
        channels?.map(
          (channel) =>
            html`<${ChannelCard}
              key=${channel.id}
              channel=${channel}
              title=${titleOf(channel.kind)}
              onTested=${reload}
              onRemove=${() => setLeaving(channel)}
            />`,
        )
      }
    </div>
    ${
      kinds &&
      (asked === 'new' || edited) &&
      html`<${Editor}
        key=${asked}
        kinds=${kinds}
        channel=${edited}
        onClose=${close}
        onSaved=${() => {
          close()
          reload()
        }}
      />`
    }
    ${
      leaving &&
      html`<${Confirm}
        title=${text.removeTitle(leaving.name)}
        text=${text.removeText(leaving.waiting)}
        confirm=${text.remove}
        busy=${text.removing}
        danger=${true}
        onConfirm=${() => remove(leaving)}
        onClose=${() => setLeaving(undefined)}
      />`
    }`
}
