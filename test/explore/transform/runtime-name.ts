/** Name under which the runtime of the exploration is known inside transformed modules. */
export const RUNTIME = '$explore';
