/** Amounts of bytes as people read them. */

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** In binary units (IEC 80000-13), with one decimal below ten of them: `4.7 GiB`, `64 KiB`, `512 bytes`. */
export const formatBytes = (bytes: number): string => {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const amount = bytes / 1024 ** power;
  return `${power > 0 && amount < 10 ? amount.toFixed(1) : Math.floor(amount)} ${units[power]}`;
};
