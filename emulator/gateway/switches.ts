/** How the gateway behaves where the official pages leave a question open. */
export interface GatewaySwitches {
  token: {
    /**
     * How an openapi call without a valid call token is refused. The INVALID_PARAM and INVALID_WX_ACCESS_TOKEN error pages
     * and developers' logs show all three: -501007 Invalid wxCloudApiToken, -501001 invalid wx openapi access_token,
     * -604104 illegal source of invocation.
     */
    errorCode: TokenErrorCode
  }
}

export const TOKEN_ERROR_CODES = [-501007, -501001, -604104] as const
export type TokenErrorCode = (typeof TOKEN_ERROR_CODES)[number]

export function defaultGatewaySwitches(): GatewaySwitches {
  return { token: { errorCode: -501007 } }
}
