import {createContext, useContext} from 'react';
import {createTheme, type Theme} from '../../../theme/theme.js';

export const ThemeContext = createContext<Theme>(createTheme({depth: 'none', unicode: false}));

export const useTheme = (): Theme => useContext(ThemeContext);
