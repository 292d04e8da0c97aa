using System.Text;

namespace Tandem.Notebooks;

/// <summary>A Jupyter notebook without cells, for documents that come from elsewhere.</summary>
internal static class IpynbSkeleton
{
    /// <summary>The notebook.</summary>
    /// <param name="document">What it is to hold.</param>
    /// <param name="newLine">What ends its lines.</param>
    /// <param name="polyglotNotebook">JSON of the metadata by which .NET Interactive knows kernels; null for none.</param>
    public static byte[] Of(NotebookDocument document, string newLine, string? polyglotNotebook)
    {
        var (kernel, language) = document.DefaultKernel switch
        {
            "fsharp" => (".net-fsharp", "F#"),
            "pwsh" => (".net-pwsh", "PowerShell"),
            _ => (".net-csharp", "C#"),
        };
        var polyglot = polyglotNotebook is null ? "" : $",\"polyglot_notebook\":{polyglotNotebook}";
        var json = $$"""
            {
              "cells": [],
              "metadata": {
                "kernelspec": { "display_name": ".NET ({{language}})", "language": "{{language}}", "name": "{{kernel}}" },
                "language_info": {{LanguageInfo(language)}}{{polyglot}}
              },
              "nbformat": 4,
              "nbformat_minor": 5
            }
            """;
        var style = JsonStyle.Jupyter with { NewLine = newLine };
        return [.. style.Layout(Encoding.UTF8.GetBytes(json), 0), .. Encoding.UTF8.GetBytes(newLine)];
    }

    private static string LanguageInfo(string language) => language switch
    {
        "F#" => """{ "file_extension": ".fs", "mimetype": "text/x-fsharp", "name": "F#", "pygments_lexer": "fsharp" }""",
        "PowerShell" => """{ "file_extension": ".ps1", "mimetype": "text/x-powershell", "name": "PowerShell", "pygments_lexer": "powershell" }""",
        _ => """{ "file_extension": ".cs", "mimetype": "text/x-csharp", "name": "C#", "pygments_lexer": "csharp", "version": "14.0" }""",
    };
}
