/**
 * For a machine with 2 GB that has other things to do: little shared memory, few helpers, no parallel queries.
 * fsync and synchronous_commit stay on: what was committed is what the journal is mended from.
 */
const SMALL: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '24MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  autovacuum_work_mem: '16MB',
  wal_buffers: '512kB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  // neither replicas nor slots: less is written
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_replication_slots: '0',
  max_logical_replication_workers: '0',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '2',
  // PostgreSQL 18 would keep three processes for reading ahead
  io_method: 'sync',
  jit: 'off',
  // a lost client's locks are freed within a second
  client_connection_check_interval: '1s',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  log_checkpoints: 'off',
  logging_collector: 'off',
}

/** Three switches that make tests quick and crashes fatal. */
const UNSAFE: Record<string, string> = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** The `-c name=value` words for the command line. */
export function settings(options: { port: number; unsafe: boolean; more?: Record<string, string> }): string[] {
  const all = { ...SMALL, ...(options.unsafe ? UNSAFE : {}), ...options.more, port: String(options.port) }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
