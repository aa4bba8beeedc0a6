using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ImprovementBoard.EndToEnd;

/// <summary>
/// axe-core, run in the page itself. Its package for Playwright opens a second browser session at every look, to join what frames say, and
/// hands over all that passed too: most of the time of a look. The portal has no frames.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What axe has to say against a page, a line for each element.</summary>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(IPage page)
    {
        Assert.Single(page.Frames);
        if (await page.EvaluateAsync<bool>("() => !window.axe"))
            await page.EvaluateAsync($"() => {{ {Script}\n }}");
        return await page.EvaluateAsync<string[]>("""
            async () => {
              const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
              return violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.help}): ${n.html}`));
            }
            """);
    }
}
