/** Finds a request's route as an HTTP API does: the whole path, then path parameters, then a greedy one, then `$default`. */

export interface Match<Route> {
  readonly route: Route;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate<Route> extends Match<Route> {
  /** One digit for each segment, the smaller the more specific; then one for the method. */
  readonly rank: string;
}

/**
 * The route for a method and a decoded path, among routes by their key (`GET /pay/{token}`, `ANY /{proxy+}`, `$default`);
 * undefined when none matches (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export function findRoute<Route>(
  routes: ReadonlyMap<string, Route>,
  method: string,
  path: string,
): Match<Route> | undefined {
  const candidates: Candidate<Route>[] = [];
  for (const [routeKey, route] of routes) {
    const [verb = "", pattern] = routeKey.split(" ");
    if (pattern === undefined || (verb !== method && verb !== "ANY")) continue;
    const fit = matchPath(pattern, path);
    if (fit)
      candidates.push({ route, routeKey, pathParameters: fit.parameters, rank: fit.rank + (verb === "ANY" ? 1 : 0) });
  }
  candidates.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  const fallback = routes.get("$default");
  if (candidates[0]) return candidates[0];
  return fallback === undefined ? undefined : { route: fallback, routeKey: "$default", pathParameters: {} };
}

function matchPath(pattern: string, path: string): { parameters: Record<string, string>; rank: string } | undefined {
  const expected = pattern.split("/");
  const given = path.split("/");
  const parameters: Record<string, string> = {};
  let rank = "";
  for (const [at, segment] of expected.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    const value = given[at];
    if (name?.[2] === "+") {
      const rest = given.slice(at).join("/");
      return rest === "" ? undefined : { parameters: { ...parameters, [name[1] ?? ""]: rest }, rank: `${rank}3` };
    }
    if (name?.[1] !== undefined && value !== undefined && value !== "") {
      parameters[name[1]] = value;
      rank += "2";
    } else if (segment === value) rank += "1";
    else return undefined;
  }
  return expected.length === given.length ? { parameters, rank } : undefined;
}
