/** DuckDB's own reading of the data files: the columns of an order, written as CSV or as Parquet. */
import { DuckDBInstance } from "@duckdb/node-api";

const [root = "", out = "", threads = "1"] = process.argv.slice(2);

const columns = [
  "orderId.S placedAt.S paidAt.S status.S paymentStatus.S pageId.S locale.S customerFirstName.S customerLastName.S",
  "email.S phone.S shippingAddress.M.line1.S shippingAddress.M.postalCode.S shippingAddress.M.city.S",
  "shippingAddress.M.country.S subtotal.N discountTotal.N shippingTotal.N taxTotal.N total.N refundedAmount.N currency.S",
  "deliveryMethod.S paymentMethod.S paymentReference.S source.M.kind.S source.M.ref.S livemode.BOOL",
].flatMap((paths) => paths.split(" "));

const selected = columns.map((path) => `Item->>'$.${path}' AS "${path.replace(/\.[A-Z]+$/, "")}"`).join(", ");
const files = `${root}/AWSDynamoDB/*/data/*.json.gz`.replaceAll("'", "''");
const source = `read_json('${files}', format='newline_delimited', columns={Item: 'JSON'})`;
const format = out.endsWith(".parquet") ? "FORMAT parquet" : "FORMAT csv, HEADER";

const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run(`COPY (SELECT ${selected} FROM ${source}) TO '${out.replaceAll("'", "''")}' (${format})`);
connection.closeSync();
