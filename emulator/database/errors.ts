import { WireError } from '../wire-error'

/** Texts of the real cloud where one has been seen in public reports; the others are our own words. */

export function collectionNotExist(name: string): WireError {
  const text = 'Please check your request, but if the problem cannot be solved, contact us.'
  return new WireError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. ${text}`)
}

/** @param keyText  the key as MongoDB shows it, `{ _id: "u2" }` */
export function duplicateKey(collection: string, index: string, keyText: string): WireError {
  const e11000 = `E11000 duplicate key error collection: tnt-x.${collection} index: ${index} dup key: ${keyText}`
  return new WireError('DATABASE_REQUEST_FAILED', `[FailedOperation] multiple write errors: [{write errors: [{${e11000}}]}, {<nil>}]`)
}

export function requestFailed(text: string): WireError {
  return new WireError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${text}`)
}

export function invalidParam(text: string): WireError {
  return new WireError('INVALID_PARAM', text)
}

/** The code is spelled like this by the platform. */
export function invalidOperator(text: string): WireError {
  return new WireError('DATABASE_INVALID_OPERRATOR', text)
}

export function permissionDenied(text: string): WireError {
  return new WireError('DATABASE_PERMISSION_DENIED', text)
}

/** What the official node-sdk's tests wait for, to the letter. */
const PLEASE_CHECK = 'Please check your request, but if the problem persists, contact us.'

export function transactionConflict(): WireError {
  const text = `Transaction is conflict, maybe resource operated by others. ${PLEASE_CHECK}`
  return new WireError('DATABASE_TRANSACTION_CONFLICT', `[ResourceUnavailable.TransactionConflict] ${text}`)
}

/** It was committed, rolled back, or its time was over. */
export function transactionNotExist(): WireError {
  const text = `Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. ${PLEASE_CHECK}`
  return new WireError('DATABASE_TRANSACTION_FAIL', `[ResourceUnavailable.TransactionNotExist] ${text}`)
}
