using System.Security.Cryptography;
using System.Text;
using ImprovementBoard.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ImprovementBoard.Web.Features.Verify;

/// <summary>
/// Takes the SHA-256 of a file that somebody sends because their browser could not (no script, or no secure connection), and leads to the page that says what it
/// is. The bytes are counted and thrown away; nothing is written to disk.
/// </summary>
internal static class VerifyUpload
{
    /// <summary>Largest file in bytes. No pack comes near it.</summary>
    public const long MaxSize = 20 << 20;

    // Read beyond the largest file and thrown away, so that the person gets a sentence and not a broken connection.
    private const long MostRead = 64 << 20;

    public static IServiceCollection AddVerify(this IServiceCollection services) => services.AddScoped<VerifyQueries>();

    public static void MapVerify(this WebApplication app) =>
        app.MapPost(Urls.VerifyFile, async (HttpContext context, IAntiforgery antiforgery, CancellationToken ct) =>
            await AnswerAsync(context, antiforgery, ct) is { } to ? Results.Redirect(to) : Results.BadRequest()).AllowAnonymous();

    // Null for a form that is not ours.
    private static async Task<string?> AnswerAsync(HttpContext context, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostRead;
        try
        {
            if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary)
                return await ReadAsync(context, antiforgery, new MultipartReader(boundary, context.Request.Body), ct);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Urls.VerifyFault("large");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // What came is no form, or it ended early.
        }
        return null;
    }

    private static async Task<string?> ReadAsync(HttpContext context, IAntiforgery antiforgery, MultipartReader reader, CancellationToken ct)
    {
        var (ours, buffer) = (false, new byte[64 * 1024]);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
                continue;
            // The token stands before the file.
            if (part.IsFormDisposition() && HeaderUtilities.RemoveQuotes(part.Name) == FormTokens.Field)
                ours = await antiforgery.IsOursAsync(context, Encoding.ASCII.GetString(buffer, 0, await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)));
            if (!ours || !part.IsFileDisposition())
                continue;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (size, isPdf) = (0L, false);
            int read;
            while ((read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)) > 0)
            {
                isPdf = size == 0 ? buffer.AsSpan(0, read).StartsWith("%PDF-"u8) : isPdf;
                size += read;
                hash.AppendData(buffer, 0, read);
            }
            return size == 0 ? Urls.VerifyFault("none") : size > MaxSize ? Urls.VerifyFault("large") : !isPdf ? Urls.VerifyFault("pdf") : Urls.VerifyHash(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        return ours ? Urls.VerifyFault("none") : null;
    }
}
