using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Packs.Tables;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Packs.Edition;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A pack of the demonstration in all its forms, each fetched as a person does.</summary>
internal sealed record OpenPack(PackContent Content, IReadOnlyList<PackSection> Sections, byte[] File, PdfDocument Pdf, PdfTag Tree, string Page, byte[] Workbook) : IDisposable
{
    public static async Task<OpenPack> OpenAsync(PortalHost portal, string email, string reference)
    {
        using var client = await portal.SignedInAsync(email);
        var address = $"/programmes/kirklees/packs/{reference}";
        var file = await client.GetByteArrayAsync($"{address}/download");
        var pdf = PdfDocument.Open(file);
        await using var scope = portal.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByEmailAsync(email);
        var kirklees = await scope.ServiceProvider.GetRequiredService<ProgrammeAccess>().EnterAsync(TestBoard.Signed(user!.Id), "kirklees");
        var edition = (await scope.ServiceProvider.GetRequiredService<EditionQueries>().FindAsync(kirklees!, reference))!;
        return new(edition.Content, [.. edition.Content.Sections], file, pdf, PdfTree.Read(pdf), await client.GetStringAsync($"{address}/read"), await client.GetByteArrayAsync($"{address}/tables.xlsx"));
    }

    public void Dispose() => Pdf.Dispose();
}
