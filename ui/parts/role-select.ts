import { html } from 'htm/preact'
import type { Role } from '../../contracts/auth.ts'
import { t } from '../messages.ts'
import { Field } from './field.ts'

const ROLES: readonly Role[] = ['user', 'admin']

/** What somebody will be in this house. */
export const RoleSelect = ({ role, onChange }: { role: Role; onChange: (role: Role) => void }) =>
  html`<${Field}
    label=${t.people.roleField}
    hint=${t.people.roleHint}
    control=${(ties: object) =>
      html`<select
        ...${ties}
        name="role"
        onChange=${(event: Event) => onChange((event.currentTarget as HTMLSelectElement).value as Role)}
      >
        ${ROLES.map(
          (one) => html`<option key=${one} value=${one} selected=${one === role}>${t.people.role[one]}</option>`,
        )}
      </select>`}
  />`
