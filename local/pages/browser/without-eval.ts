/** Comes first: zod would try to compile its checks with `new Function`, which the page's content policy forbids. */
import { z } from "zod";

z.config({ jitless: true });
