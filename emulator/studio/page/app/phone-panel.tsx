import { AppData } from '../app-data/app-data'
import { Network } from '../network/network'
import { StateNote } from '../parts/state-note'
import { PhoneConsole } from '../phone-console/phone-console'
import { useWorkbench } from '../running/use-workbench'
import { PhoneStorageTab } from '../storage/storage'
import { Wxml } from '../wxml/wxml'
import { type TabId } from './tabs'

interface Props {
  tab: TabId
  phoneId: number
  appid: string
  openid: string
  onRun(requestId: string): void
}

/** What the chosen tab shows of the phone in hand. */
export function PhonePanel({ tab, phoneId, appid, openid, onRun }: Props) {
  const workbench = useWorkbench(phoneId)
  if (!workbench) return <StateNote title="手机里还没有运行着的小程序">小程序跑起来之后，这里就能看到它。编译不过时，原因写在手机上。</StateNote>
  switch (tab) {
    case 'phone-console':
      return <PhoneConsole workbench={workbench} />
    case 'network':
      return <Network workbench={workbench} onRun={onRun} />
    case 'app-data':
      return <AppData workbench={workbench} />
    case 'wxml':
      return <Wxml workbench={workbench} />
    case 'storage':
      return <PhoneStorageTab workbench={workbench} appid={appid} openid={openid} />
    default:
      return null
  }
}
